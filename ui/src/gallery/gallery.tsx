import { Button, TextInput } from '@mantine/core'
import { useState } from 'react'
import { Avatars } from '@/kit/avatar'
import { Card } from '@/kit/card'
import { ConfirmDialog } from '@/kit/confirm_dialog'
import { ConflictSheet } from '@/kit/conflict_sheet'
import { DataTable, type Sort } from '@/kit/data_table'
import { DateInput } from '@/kit/date_input'
import { DueText } from '@/kit/due_text'
import { Empty } from '@/kit/empty'
import { ErrorState } from '@/kit/error_state'
import { FilterChips } from '@/kit/filter_chips'
import { Field, Form } from '@/kit/form'
import { KeyFigure } from '@/kit/key_figure'
import { MoneyInput, QuantityInput } from '@/kit/number_inputs'
import { PageHead } from '@/kit/page_head'
import { PriorityMark } from '@/kit/priority_mark'
import { Progress } from '@/kit/progress'
import { Sheet } from '@/kit/sheet'
import { SkeletonRows } from '@/kit/skeleton'
import { StatusPill } from '@/kit/status_pill'
import { tones } from '@/kit/theme/tokens'
import { toast } from '@/kit/toast'
import type { Tone } from '@/kit/tone'
import { type TreeNode, TreeView } from '@/kit/tree_view'
import { ViewTabs } from '@/kit/view_tabs'

interface Row {
  id: string
  name: string
}

const rows: Row[] = Array.from({ length: 10_000 }, (_, index) => ({ id: `${index}`, name: `Row ${index}` }))

const tree: TreeNode[] = [
  {
    id: 'plant',
    label: 'Plant A',
    hasChildren: true,
    children: [
      { id: 'hall', label: 'Hall 1', hasChildren: false, end: '12' },
      { id: 'yard', label: 'Yard with a very long name that has to be cut somewhere', hasChildren: false },
    ],
  },
  { id: 'depot', label: 'Depot', hasChildren: true },
]

/** Every piece of the kit on one page, in development only. English, since nobody but us reads it. */
export function GalleryPage() {
  const [sheet, setSheet] = useState<'sheet' | 'confirm' | 'conflict'>()
  const [picked, setPicked] = useState<string>()
  const [chosen, setChosen] = useState<string[]>(['open'])
  const close = () => setSheet(undefined)
  return (
    <>
      <PageHead title="Gallery" facts="Every piece of the kit">
        <Button variant="default" onClick={() => setSheet('sheet')}>
          Sheet
        </Button>
        <Button variant="default" onClick={() => setSheet('conflict')}>
          Conflict
        </Button>
        <Button variant="default" onClick={() => setSheet('confirm')}>
          Confirm
        </Button>
        <Button onClick={() => toast('Moved to Thu 26 Nov', { undo: () => toast('Taken back') })}>Toast</Button>
      </PageHead>
      <ViewTabs
        label="Views"
        active="all"
        tabs={[
          { id: 'all', label: 'All open', count: '93' },
          { id: 'mine', label: 'Mine' },
        ]}
        href={() => '#'}
        onOpen={() => undefined}
      />
      <FilterChips
        onClear={() => setChosen([])}
        filters={[
          {
            name: 'status',
            label: 'Status',
            options: [
              { value: 'open', label: 'Open' },
              { value: 'held', label: 'On hold' },
            ],
            selected: chosen,
            onChange: setChosen,
          },
        ]}
      />
      <div style={{ display: 'grid', gap: 14, padding: '0 var(--cf-gutter) 28px' }}>
        <Card title="Marks">
          <div style={{ display: 'flex', flexWrap: 'wrap', gap: 10, alignItems: 'center' }}>
            {(Object.keys(tones.light) as Tone[]).map((tone) => (
              <StatusPill key={tone} tone={tone} shape="half">
                {tone}
              </StatusPill>
            ))}
            {([0, 1, 2, 3, 4] as const).map((level) => (
              <PriorityMark key={level} level={level} label={`Level ${level}`} withLabel />
            ))}
            <Avatars people={['Ada Byron', 'Grace Hopper', 'Åse Öst', 'Wu'].map((name) => ({ id: name, name }))} />
            <Avatars people={[]} />
            <DueText at={new Date().toISOString()} />
            <DueText at={null} />
            <Progress done={3} total={6} />
          </div>
        </Card>
        <Card title="Figures" flush>
          <KeyFigure label="Overdue" value="9" tone="red" />
          <KeyFigure label="Compliance" value="94" unit="%" />
        </Card>
        <Card title="Tree">
          <TreeView label="Places" nodes={tree} selected={picked} onSelect={setPicked} />
        </Card>
        <Card title="Form">
          <GalleryForm />
        </Card>
        <div style={{ height: 420, display: 'flex' }}>
          <GalleryTable />
        </div>
        <SkeletonRows rows={2} />
        <Empty title="Nothing open. Nice." text="New requests and scheduled maintenance will show up here." />
        <ErrorState what="the work orders" requestId="01HX" onRetry={() => undefined} />
      </div>
      <Sheet opened={sheet === 'sheet'} onClose={close} title="A sheet" footer={<Button onClick={close}>Save</Button>}>
        Content
      </Sheet>
      <ConfirmDialog
        opened={sheet === 'confirm'}
        title="Delete store “Main workshop”?"
        text="Its stock is counted out. Movements stay in the history."
        action="Delete store"
        onConfirm={close}
        onClose={close}
      />
      {sheet === 'conflict' && (
        <ConflictSheet
          conflicts={[{ field: 'title', label: 'Title', mine: 'Belt slips', theirs: 'Belt slips under load' }]}
          onResolve={close}
          onClose={close}
        />
      )}
    </>
  )
}

function GalleryForm() {
  const [money, setMoney] = useState<number | null>(129_950)
  const [quantity, setQuantity] = useState<number | null>(null)
  const [day, setDay] = useState<Date | null>(null)
  return (
    <Form errors={{ name: 'Give it a name.' }} labels={{ name: 'Name' }} onSubmit={() => undefined}>
      <Field name="name" label="Name" error="Give it a name.">
        {(control) => <TextInput {...control} />}
      </Field>
      <Field name="cost" label="Cost" optional>
        {(control) => <MoneyInput control={control} value={money} onChange={setMoney} currency="EUR" />}
      </Field>
      <Field name="quantity" label="Quantity" hint="Whole pieces">
        {(control) => <QuantityInput control={control} value={quantity} onChange={setQuantity} unit="pcs" whole />}
      </Field>
      <Field name="due" label="Due">
        {(control) => <DateInput control={control} value={day} onChange={setDay} />}
      </Field>
    </Form>
  )
}

function GalleryTable() {
  const [sort, setSort] = useState<Sort>({ by: 'name', direction: 'asc' })
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set())
  return (
    <DataTable
      label="Rows"
      rows={rows}
      columns={[
        { id: 'id', label: 'Number', width: '68px', cell: (row) => row.id },
        {
          id: 'name',
          label: 'Name',
          width: 'minmax(200px, 1fr)',
          main: true,
          sortBy: 'name',
          cell: (row) => row.name,
          detail: () => 'Detail',
        },
      ]}
      rowId={(row) => row.id}
      rowHref={(row) => `#${row.id}`}
      onOpen={(id) => toast(`Open ${id}`)}
      sort={sort}
      onSort={setSort}
      selection={{ selected, onChange: setSelected }}
    />
  )
}
