import { useT } from '@/i18n'

const known = [
  'external_id',
  'title',
  'description',
  'kind',
  'status',
  'priority',
  'asset',
  'location',
  'assignees',
  'team',
  'due_at',
  'planned_start_at',
  'estimated_minutes',
  'estimated_hours',
  'created_at',
  'started_at',
  'completed_at',
  'closed_at',
  'resolution',
  'cause',
  'tags',
  'cost',
  'code',
  'name',
  'aliases',
  'parent',
  'class',
  'criticality',
  'serial_number',
  'manufacturer',
  'model',
  'barcode',
  'quantity',
  'store',
  'bin',
  'unit_price',
  'archived',
  'purchase_on',
  'commissioned_on',
  'warranty_until',
  'replacement_value',
  'site',
  'number',
  'unit',
  'category',
  'manufacturer_part_number',
  'email',
  'first_name',
  'last_name',
  'role',
] as const

/** Words for a field of a file; one that is newer than this page keeps the server's name. */
export function useFieldName(): (field: string) => string {
  const t = useT()
  return (field) => {
    const name = known.find((one) => one === field)
    return name ? t(`imports.field.${name}`) : field.replaceAll('_', ' ')
  }
}
