import { Menu } from '@mantine/core'
import { IconCheck } from '@tabler/icons-react'
import { Fragment } from 'react'
import type { MenuEntry, MenuProps } from './menu'

function Entry({ entry, keepOpen }: { entry: MenuEntry; keepOpen: boolean }) {
  return (
    <Menu.Item
      role={entry.role ?? 'menuitem'}
      aria-checked={entry.role ? (entry.checked ?? false) : undefined}
      leftSection={entry.icon}
      rightSection={entry.checked ? <IconCheck size={16} aria-hidden /> : entry.hint}
      disabled={entry.refused !== undefined}
      closeMenuOnClick={!keepOpen}
      style={entry.danger ? { color: 'var(--cf-red-fg)' } : undefined}
      onClick={entry.onSelect}
    >
      {entry.display ?? entry.label}
      {entry.refused && <small style={{ display: 'block' }}>{entry.refused}</small>}
    </Menu.Item>
  )
}

/** Mounted by the first click on its target, hence open. */
export default function MenuPopup({
  target,
  sections,
  position = 'bottom-end',
  width = 230,
  keepOpen = false,
}: MenuProps) {
  return (
    <Menu defaultOpened position={position} width={width}>
      <Menu.Target>{target() as React.ReactElement}</Menu.Target>
      <Menu.Dropdown mah="min(70vh, 460px)" style={{ overflowY: 'auto' }}>
        {sections.map((section, index) => (
          <Fragment key={section.id}>
            {index > 0 && <Menu.Divider />}
            {section.title && <Menu.Label>{section.title}</Menu.Label>}
            {section.entries.map((entry) => (
              <Entry key={entry.id} entry={entry} keepOpen={keepOpen} />
            ))}
          </Fragment>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
