import { Checkbox, TextInput } from '@mantine/core'
import { Field, type FieldErrors } from '@/kit/form'
import { FormPair } from '@/kit/form_page'
import { QuantityInput } from '@/kit/number_inputs'
import type { AssetDraft, Attribute } from './draft'

interface Props {
  attributes: readonly Attribute[]
  values: AssetDraft['attributes']
  errors: FieldErrors
  onChange: (part: AssetDraft['attributes']) => void
}

/** A field for each attribute of the class, by its kind. */
export function AttributeFields({ attributes, values, errors, onChange }: Props) {
  return (
    <FormPair>
      {attributes.map(({ name, unit, kind }) => {
        const value = values[name]
        const field = `attributes.${name}`
        if (kind === 'boolean')
          return (
            <Checkbox
              key={name}
              size="md"
              label={name}
              checked={value === true}
              onChange={(event) => onChange({ [name]: event.currentTarget.checked })}
            />
          )
        return (
          <Field key={name} name={field} label={name} optional error={errors[field]}>
            {(control) =>
              kind === 'number' ? (
                <QuantityInput
                  control={control}
                  unit={unit ?? ''}
                  value={typeof value === 'number' ? value : null}
                  onChange={(number) => onChange({ [name]: number })}
                />
              ) : (
                <TextInput
                  {...control}
                  type={kind === 'date' ? 'date' : 'text'}
                  value={String(value ?? '')}
                  onChange={(event) => onChange({ [name]: event.currentTarget.value })}
                />
              )
            }
          </Field>
        )
      })}
    </FormPair>
  )
}
