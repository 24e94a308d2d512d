// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { setLanguage } from '@/i18n'
import { type TreeNode, TreeView } from './tree_view'

const nodes: TreeNode[] = [
  { id: 'plant', label: 'Plant', hasChildren: true, children: [{ id: 'hall', label: 'Hall', hasChildren: false }] },
  { id: 'yard', label: 'Yard', hasChildren: true },
]
const item = (name: string) => screen.getByRole('treeitem', { name })
const press = (key: string) => fireEvent.keyDown(document.activeElement as Element, { key })

beforeEach(() => setLanguage('en'))
afterEach(cleanup)

it('walks, opens, loads and finds by letter with the keyboard', () => {
  const onSelect = vi.fn()
  const onLoad = vi.fn()
  render(<TreeView label="Places" nodes={nodes} onSelect={onSelect} onLoad={onLoad} />)
  item('Plant').focus()
  press('ArrowRight')
  press('ArrowRight')
  expect(document.activeElement).toBe(item('Hall'))
  press('Enter')
  expect(onSelect).toHaveBeenCalledWith('hall')
  press('ArrowLeft')
  expect(document.activeElement).toBe(item('Plant'))
  press('y')
  press('ArrowRight')
  expect(document.activeElement).toBe(item('Yard'))
  expect(onLoad).toHaveBeenCalledWith('yard')
  expect(item('Yard').getAttribute('aria-busy')).toBe('true')
  expect(item('Hall').getAttribute('aria-level')).toBe('2')
})
