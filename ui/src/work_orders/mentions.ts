interface Named {
  id: string
  name: string
}

const open = /(?:^|\s)@([\p{L}\p{N}._-]*(?: [\p{L}\p{N}._-]*)?)$/u

/** What is typed after the last `@`, while a name is being typed; nothing otherwise. */
export const mentionQuery = (text: string): string | undefined => open.exec(text)?.[1]

/** The text with the started mention completed. */
export const withMention = (text: string, name: string) =>
  text.replace(open, (found) => `${/^\s/.test(found) ? found[0] : ''}@${name} `)

/** Ids of everybody whose `@Name` is in the text; of two names that begin alike the longer one wins. */
export function mentioned(text: string, people: readonly Named[]): string[] {
  let rest = text
  const ids: string[] = []
  for (const person of [...people].sort((a, b) => b.name.length - a.name.length)) {
    const word = `@${person.name}`
    if (!rest.includes(word)) continue
    ids.push(person.id)
    rest = rest.replaceAll(word, '')
  }
  return ids
}
