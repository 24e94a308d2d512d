import { ActionIcon } from '@mantine/core'
import { IconDots } from '@tabler/icons-react'
import { Menu, type MenuSection } from './menu'
import styles from './more_menu.module.css'

interface Props {
  /** What is more, for those who do not see the dots: “More for this part”. */
  label: string
  sections: readonly MenuSection[]
  /** In a row of a list: no frame. */
  quiet?: boolean
}

/** Everything else that can be done, behind three dots. */
export function MoreMenu({ label, sections, quiet }: Props) {
  return (
    <Menu
      target={(onClick) => (
        <ActionIcon
          variant={quiet ? 'subtle' : 'default'}
          {...(quiet && { color: 'gray' })}
          size={quiet ? 32 : 36}
          className={styles.dots ?? ''}
          aria-label={label}
          onClick={onClick}
        >
          <IconDots size={18} aria-hidden />
        </ActionIcon>
      )}
      sections={sections}
    />
  )
}
