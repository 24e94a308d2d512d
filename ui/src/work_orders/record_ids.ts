/** The comment field, for the key that jumps to it. */
export const commentFieldId = 'record-comment'
