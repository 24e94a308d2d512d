import { Button } from '@mantine/core'
import { useState } from 'react'
import { useT } from '@/i18n'
import { Avatar } from '@/kit/avatar'
import { useSession } from '@/shell/session'
import { usePeople, useTeams } from './data'
import { PickSheet } from './pick_sheet'

interface Props {
  people: readonly string[]
  team: string | undefined
  /** Called with everything that is chosen when the sheet is confirmed. */
  onDone: (people: string[], team: string | undefined) => void
  onClose: () => void
}

const fits = (words: readonly string[], query: string) =>
  words.some((word) => word.toLocaleLowerCase().includes(query.toLocaleLowerCase()))

/** Who does it: people, several, and at most one team. Oneself comes first. */
export default function PeoplePicker({ people, team, onDone, onClose }: Props) {
  const t = useT()
  const { user } = useSession()
  const [query, setQuery] = useState('')
  const [chosen, setChosen] = useState<readonly string[]>(people)
  const [chosenTeam, setTeam] = useState(team)
  const known = usePeople()
  const teams = useTeams()
  const everyone = known.some((person) => person.id === user.id) ? known : [user, ...known]
  const sorted = [...everyone].sort((a, b) => Number(b.id === user.id) - Number(a.id === user.id))
  const choices = [
    ...sorted
      .filter((person) => fits([person.name, ...person.aliases], query))
      .map((person) => ({
        id: person.id,
        title: person.name,
        detail: person.id === user.id ? t('work_orders.assignee.me') : undefined,
        mark: <Avatar person={person} large />,
      })),
    ...teams
      .filter((one) => fits([one.name, ...one.aliases], query))
      .map((one) => ({
        id: one.id,
        title: one.name,
        detail: t('work_orders.field.team_id'),
        mark: <Avatar person={one} large />,
      })),
  ]
  const pick = (id: string) => {
    if (teams.some((one) => one.id === id)) setTeam(chosenTeam === id ? undefined : id)
    else setChosen(chosen.includes(id) ? chosen.filter((one) => one !== id) : [...chosen, id])
  }
  return (
    <PickSheet
      title={t('work_orders.pick.people')}
      placeholder={t('work_orders.pick.people_words')}
      query={query}
      onQuery={setQuery}
      choices={choices}
      selected={[...chosen, ...(chosenTeam ? [chosenTeam] : [])]}
      onPick={pick}
      onClose={onClose}
      footer={
        <>
          <Button
            variant="default"
            onClick={() => {
              onDone([], undefined)
              onClose()
            }}
          >
            {t('work_orders.pick.nobody')}
          </Button>
          <Button
            onClick={() => {
              onDone([...chosen], chosenTeam)
              onClose()
            }}
          >
            {t('work_orders.pick.assign')}
          </Button>
        </>
      }
    />
  )
}
