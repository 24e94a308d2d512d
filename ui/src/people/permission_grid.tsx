import { useT } from '@/i18n'
import { Card } from '@/kit/card'
import { areas, type Grants, type Permission, type Scope, scopes } from '@/shell/permissions'
import styles from './people.module.css'

interface Props {
  grants: Grants
  changes: boolean
  onGrant: (permission: Permission, scope: Scope | undefined) => void
}

/** Permission by scope, an area a table: one radio group a row. */
export function PermissionGrid({ grants, changes, onGrant }: Props) {
  const t = useT()
  return areas.map((area) => {
    const choices: (Scope | undefined)[] = [undefined, ...(area.scoped ? scopes : (['all'] as const))]
    const word = (scope: Scope | undefined) =>
      area.scoped || !scope ? t(`people.scope.${scope ?? 'none'}`) : t('people.scope.yes')
    return (
      <Card flush key={area.name}>
        <table className={styles.grid}>
          <caption>{t(`people.area.${area.name}`)}</caption>
          <thead>
            <tr>
              <th scope="col">{t(`people.area.${area.name}`)}</th>
              {choices.map((scope) => (
                <th key={scope ?? 'none'} scope="col">
                  {word(scope)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {area.permissions.map((permission) => (
              <tr key={permission}>
                <th scope="row">{t(`people.permission.${permission}`)}</th>
                {choices.map((scope) => (
                  <td key={scope ?? 'none'}>
                    <label className={styles.pick}>
                      <input
                        type="radio"
                        name={permission}
                        aria-label={`${t(`people.permission.${permission}`)}: ${word(scope)}`}
                        checked={grants[permission] === scope}
                        disabled={!changes}
                        onChange={() => onGrant(permission, scope)}
                      />
                      <i aria-hidden />
                      <span aria-hidden>{word(scope)}</span>
                    </label>
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </Card>
    )
  })
}
