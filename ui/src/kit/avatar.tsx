import { useT } from '@/i18n'
import styles from './marks.module.css'
import { type Tone, toneVariables } from './tone'

export interface Person {
  id: string
  name: string
}

const tones: Tone[] = ['petrol', 'indigo', 'orange', 'green', 'blue', 'amber', 'slate']

/** The same person has the same colour everywhere. */
function toneOf(id: string): Tone {
  const sum = [...id].reduce((total, letter) => total + (letter.codePointAt(0) ?? 0), 0)
  return tones[sum % tones.length] ?? 'slate'
}

export function initials(name: string): string {
  const words = name.trim().split(/\s+/)
  const picked = words.length > 1 ? [words[0], words[words.length - 1]] : words
  return picked.map((word) => [...(word ?? '')][0]?.toLocaleUpperCase() ?? '').join('')
}

export function Avatar({ person, large }: { person: Person; large?: boolean }) {
  return (
    <span
      className={styles.avatar}
      data-large={large || undefined}
      style={toneVariables(toneOf(person.id))}
      title={person.name}
      aria-hidden
    >
      {initials(person.name)}
    </span>
  )
}

/** Up to three faces and “+2”; says “Unassigned” when there is nobody. */
export function Avatars({ people }: { people: Person[] }) {
  const t = useT()
  if (!people.length) return <span className={styles.none}>{t('kit.nobody')}</span>
  return (
    <span className={styles.avatars}>
      {people.slice(0, 3).map((person) => (
        <Avatar key={person.id} person={person} />
      ))}
      {people.length > 3 && (
        <span className={styles.avatar} style={toneVariables('slate')} aria-hidden>
          +{people.length - 3}
        </span>
      )}
      <span className="vh">{people.map((person) => person.name).join(', ')}</span>
    </span>
  )
}
