// @vitest-environment happy-dom
import { MantineProvider, TextInput } from '@mantine/core'
import { render, screen } from '@testing-library/react'
import { beforeAll, expect, it } from 'vitest'
import { setLanguage } from '@/i18n'
import { Field } from './form'

beforeAll(() => setLanguage('en'))

it('tells a screen reader the hint and the error of a field, and takes the error back', () => {
  const field = (error?: string) => (
    <MantineProvider>
      <Field name="email" label="E-mail" hint="You sign in with it." error={error}>
        {(control) => <TextInput {...control} />}
      </Field>
    </MantineProvider>
  )
  const { rerender } = render(field('is already used'))
  const input = screen.getByLabelText('E-mail')
  const words = () =>
    (input.getAttribute('aria-describedby') ?? '').split(' ').map((id) => document.getElementById(id)?.textContent)
  expect(input.getAttribute('aria-invalid')).toBe('true')
  expect(words()).toEqual(['You sign in with it.', 'is already used'])
  rerender(field())
  expect(input.getAttribute('aria-invalid')).toBeNull()
  expect(words()).toEqual(['You sign in with it.'])
})
