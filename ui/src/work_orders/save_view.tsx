import { Button, Checkbox, TextInput } from '@mantine/core'
import { useState } from 'react'
import { api } from '@/api/client'
import { fieldErrors } from '@/api/problems'
import { useWrite } from '@/api/write'
import { useT } from '@/i18n'
import { Field, Form } from '@/kit/form'
import { Sheet } from '@/kit/sheet'
import { paths } from '@/paths'
import { useGo } from '@/shell/go'
import { useCan } from '@/shell/session'
import { type SavedView, savedFilters } from './data'
import { baseOf, filtersOf, type ListSearch } from './search'

interface Props {
  search: ListSearch
  views: readonly SavedView[]
  onClose: () => void
}

/** Keeps what the list shows now under a name. */
export default function SaveView({ search, views, onClose }: Props) {
  const t = useT()
  const go = useGo()
  const shares = useCan('views.share')
  const [name, setName] = useState('')
  const [shared, setShared] = useState(false)
  const [errors, setErrors] = useState<Record<string, string>>({})
  const filters = { ...baseOf(search.view, savedFilters(views)), ...filtersOf(search) } as Record<string, string>
  const save = useWrite(
    () =>
      api.POST('/api/v1/views', {
        body: {
          entity: 'work_orders',
          name: name.trim(),
          shared,
          filters,
          columns: [],
          sort: search.sort ?? null,
          layout: search.layout ?? null,
        },
      }),
    {
      refresh: [['get', '/api/v1/views']],
      onDone: (view) => {
        onClose()
        void go(paths.workOrders(), { search: { view: view.id } })
      },
      onProblem: (error) => setErrors(fieldErrors(error)),
    },
  )
  const submit = () => {
    if (name.trim()) save.mutate(undefined)
    else setErrors({ name: t('work_orders.view.name_missing') })
  }
  const label = t('work_orders.view.name')
  return (
    <Sheet
      opened
      onClose={onClose}
      title={t('work_orders.view.save')}
      footer={
        <Button loading={save.isPending} onClick={submit}>
          {t('work_orders.view.save')}
        </Button>
      }
    >
      <Form errors={errors} labels={{ name: label }} onSubmit={submit}>
        <Field name="name" label={label} error={errors.name}>
          {(control) => (
            <TextInput
              {...control}
              data-autofocus
              value={name}
              onChange={(event) => setName(event.currentTarget.value)}
            />
          )}
        </Field>
        {shares && (
          <Checkbox
            label={t('work_orders.view.share')}
            checked={shared}
            onChange={(event) => setShared(event.currentTarget.checked)}
          />
        )}
      </Form>
    </Sheet>
  )
}
