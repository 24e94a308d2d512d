import type { ReactNode } from 'react'
import { type Language, languages, setLanguage, useLanguage, useT } from '@/i18n'
import styles from './outside.module.css'

interface Props {
  title: string
  text?: string
  /** The page asks for the language itself. */
  asksLanguage?: boolean
  children: ReactNode
}

/** The frame of pages before the shell: mark, one card, language. */
export function Outside({ title, text, asksLanguage = false, children }: Props) {
  const t = useT()
  const language = useLanguage()
  return (
    <div className={styles.page}>
      <header className={styles.head}>
        <img src="/icon.svg" alt="" width={32} height={32} />
        <b>ChatterFix</b>
        {!asksLanguage && (
          <label>
            <span className="vh">{t('shell.language')}</span>
            <select value={language} onChange={(event) => void setLanguage(event.currentTarget.value, true)}>
              {(Object.keys(languages) as Language[]).map((code) => (
                <option key={code} value={code} lang={code}>
                  {languages[code]}
                </option>
              ))}
            </select>
          </label>
        )}
      </header>
      <main className={styles.card}>
        <h1>{title}</h1>
        {text && <p>{text}</p>}
        {children}
      </main>
      <footer className={styles.foot}>{t('identity.server', { host: location.host })}</footer>
    </div>
  )
}
