/** A file as the body of a multipart upload; typed as the server's document has it, sent as the browser needs it. */
export const uploadBody = (file: File) => ({
  body: { file: file as unknown as string },
  bodySerializer: () => {
    const form = new FormData()
    form.append('file', file)
    return form
  },
})
