import { Menu } from '@mantine/core'
import { IconCheck } from '@tabler/icons-react'
import { Fragment } from 'react'
import type { MenuEntry, MenuProps } from './menu'

const words = (entry: MenuEntry) => (
  <>
    {entry.display ?? entry.label}
    {entry.refused && <small style={{ display: 'block' }}>{entry.refused}</small>}
  </>
)

function Entry({ entry, keepOpen }: { entry: MenuEntry; keepOpen: boolean }) {
  const shared = { disabled: entry.refused !== undefined, closeMenuOnClick: !keepOpen, rightSection: entry.hint }
  if (entry.role) {
    const choice = { ...shared, checked: entry.checked ?? false, checkIcon: <IconCheck size={16} aria-hidden /> }
    return entry.role === 'menuitemcheckbox' ? (
      <Menu.CheckboxItem {...choice} onChange={entry.onSelect}>
        {words(entry)}
      </Menu.CheckboxItem>
    ) : (
      <Menu.RadioItem {...choice} value={entry.id} onChange={entry.onSelect}>
        {words(entry)}
      </Menu.RadioItem>
    )
  }
  return (
    <Menu.Item
      {...shared}
      leftSection={entry.icon}
      style={entry.danger ? { color: 'var(--cf-red-fg)' } : undefined}
      onClick={entry.onSelect}
    >
      {words(entry)}
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
