import { Button, Textarea } from '@mantine/core'
import { useState } from 'react'
import { api, type Schemas } from '@/api/client'
import { patch, useWrite } from '@/api/write'
import { useLocale, useT } from '@/i18n'
import { Avatar } from '@/kit/avatar'
import { formatInstant } from '@/lib/dates'
import { uuid } from '@/lib/ids'
import { useSession } from '@/shell/session'
import { bookingTouches, useComments } from './entries'
import { mentioned, mentionQuery, withMention } from './mentions'
import styles from './record.module.css'
import { commentFieldId } from './record_ids'
import { Section } from './section'
import type { RecordState } from './use_record'

type Comment = Schemas['Comment']
interface Page {
  items: Comment[]
  next?: string | null
}

/** What was said, oldest first, and a field to say more. `@` names somebody, who then follows the order. */
export function Comments({ record }: { record: RecordState }) {
  const t = useT()
  const locale = useLocale()
  const { user } = useSession()
  const { order, people } = record
  const query = useComments(order.id)
  const comments = [...(query.data?.items ?? [])].sort((a, b) => a.created_at.localeCompare(b.created_at))
  const [text, setText] = useState('')
  const key = [
    'get',
    '/api/v1/work-orders/{id}/comments',
    { params: { path: { id: order.id }, query: { limit: 100 } } },
  ]
  const say = useWrite(
    (body: { id: string; body: string; mentions: string[] }) =>
      api.POST('/api/v1/work-orders/{id}/comments', { params: { path: { id: order.id } }, body }),
    {
      optimistic: (body) => [
        patch(key, (page: Page) => ({
          ...page,
          items: [
            ...page.items,
            { ...body, created_by: user.id, created_by_name: user.name, created_at: new Date().toISOString() },
          ],
        })),
      ],
      refresh: bookingTouches(order.id, 'comments'),
    },
  )
  const send = () => {
    const body = text.trim()
    if (!body) return
    say.mutate({ id: uuid(), body, mentions: mentioned(body, people) }, { onError: () => setText(body) })
    setText('')
  }
  const typing = mentionQuery(text)
  const offered =
    typing === undefined
      ? []
      : people.filter((person) => person.name.toLocaleLowerCase().includes(typing.toLocaleLowerCase())).slice(0, 5)
  const speaks = record.may('comment')
  if (!comments.length && !speaks) return null
  return (
    <Section title={t('work_orders.comment.title')} hint={comments.length || undefined}>
      {comments.length > 0 && (
        <ul className={styles.comments}>
          {comments.map((comment) => (
            <li key={comment.id} className={styles.comment}>
              <Avatar person={{ id: comment.created_by ?? '', name: comment.created_by_name }} large />
              <div>
                <b>{comment.created_by_name}</b> <small>{formatInstant(new Date(comment.created_at), locale)}</small>
                <p dir="auto">{comment.body}</p>
              </div>
            </li>
          ))}
        </ul>
      )}
      {speaks && (
        <div className={styles.composer}>
          <Textarea
            id={commentFieldId}
            aria-label={t('work_orders.comment.write')}
            placeholder={t('work_orders.comment.hint')}
            autosize
            minRows={2}
            maxRows={8}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
            onKeyDown={(event) => {
              if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) send()
            }}
          />
          {offered.length > 0 && (
            <ul className={styles.mentions} aria-label={t('work_orders.comment.mention')}>
              {offered.map((person) => (
                <li key={person.id}>
                  <button
                    type="button"
                    className={styles.mention}
                    onClick={() => {
                      setText(withMention(text, person.name))
                      document.getElementById(commentFieldId)?.focus()
                    }}
                  >
                    <Avatar person={person} />
                    {person.name}
                  </button>
                </li>
              ))}
            </ul>
          )}
          <div>
            <Button variant="default" disabled={!text.trim()} onClick={send}>
              {t('work_orders.comment.send')}
            </Button>
          </div>
        </div>
      )}
    </Section>
  )
}
