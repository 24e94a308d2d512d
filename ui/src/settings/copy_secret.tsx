import { Button, TextInput } from '@mantine/core'
import { IconCheck, IconCopy } from '@tabler/icons-react'
import { useRef, useState } from 'react'
import { useT } from '@/i18n'

/** Text to take away. Without a secure address the browser has no clipboard: then it is selected for copying by hand. */
export function CopySecret({ label, secret }: { label: string; secret: string }) {
  const t = useT()
  const text = useRef<HTMLInputElement>(null)
  const [state, setState] = useState<'new' | 'copied' | 'selected'>('new')
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(secret)
      setState('copied')
    } catch {
      text.current?.select()
      setState('selected')
    }
  }
  return (
    <>
      <TextInput
        ref={text}
        label={label}
        value={secret}
        readOnly
        onFocus={(event) => event.currentTarget.select()}
        styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
      />
      <Button
        leftSection={state === 'copied' ? <IconCheck size={16} aria-hidden /> : <IconCopy size={16} aria-hidden />}
        onClick={() => void copy()}
      >
        {t('settings.copy')}
      </Button>
      <p role="status">{state === 'new' ? '' : t(`settings.copy_${state}`)}</p>
    </>
  )
}
