import { Button, TextInput } from '@mantine/core'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { api, type Schemas } from '@/api/client'
import { fieldErrors, problemProps } from '@/api/problems'
import { useWrite } from '@/api/write'
import { useT } from '@/i18n'
import { ErrorState } from '@/kit/error_state'
import { Field, type FieldErrors, Form } from '@/kit/form'
import { LaterConfirm } from '@/kit/later'
import { PageHead } from '@/kit/page_head'
import { SkeletonCards } from '@/kit/skeleton'
import { toast } from '@/kit/toast'
import { paths } from '@/paths'
import { Back } from '@/shell/back'
import { useGo } from '@/shell/go'
import type { Grants, Permission, Scope } from '@/shell/permissions'
import { roleName } from '@/shell/role_name'
import { useCan } from '@/shell/session'
import { type Role, rolesKey, useRoles } from './data'
import styles from './people.module.css'
import { PermissionGrid } from './permission_grid'

export function RolePage() {
  const t = useT()
  const { id } = useParams({ strict: false }) as { id: string }
  const isNew = id === 'new'
  const roles = useRoles()
  const role = roles.data?.items.find((one) => one.id === id)
  const title = isNew ? t('people.role_add') : role ? roleName(t, role.name) : t('people.roles')
  const back = <Back to={paths.roles()}>{t('people.roles')}</Back>
  return (
    <>
      <PageHead
        title={title}
        back={back}
        facts={isNew || !role ? undefined : t(role.built_in ? 'people.built_in_facts' : 'people.own_role_facts')}
      />
      <div className={styles.role}>
        {isNew || role ? (
          <RoleForm key={`${id}-${role?.version}`} before={role} />
        ) : roles.isError || roles.data ? (
          <ErrorState
            what={t('people.role_what')}
            {...problemProps(roles.error)}
            onRetry={() => void roles.refetch()}
          />
        ) : (
          <SkeletonCards cards={3} height={200} />
        )}
      </div>
    </>
  )
}

function RoleForm({ before }: { before: Role | undefined }) {
  const t = useT()
  const go = useGo()
  const changes = useCan('people.manage') && !before?.built_in
  const [errors, setErrors] = useState<FieldErrors>({})
  const [name, setName] = useState(before?.name ?? '')
  const [grants, setGrants] = useState<Grants>((before?.permissions as Grants | undefined) ?? {})
  const [deleting, setDeleting] = useState(false)
  const options = { refresh: [rolesKey], onProblem: (error: unknown) => setErrors(fieldErrors(error)) }
  const done = (role: Schemas['Role']) => {
    void go(paths.roles())
    toast(t('people.saved', { name: role.name }))
  }
  const save = useWrite(
    (body: Schemas['RoleInput']) =>
      before
        ? api.PUT('/api/v1/roles/{id}', { params: { path: { id: before.id } }, body })
        : api.POST('/api/v1/roles', { body }),
    { ...options, onDone: done },
  )
  const remove = useWrite((id: string) => api.DELETE('/api/v1/roles/{id}', { params: { path: { id } } }), {
    ...options,
    onDone: () => {
      void go(paths.roles())
      toast(t('people.role_deleted', { name }))
    },
    onProblem: (error) => {
      setDeleting(false)
      setErrors(fieldErrors(error))
    },
  })
  const grant = (permission: Permission, scope: Scope | undefined) => {
    const { [permission]: _before, ...rest } = grants
    setGrants(scope ? { ...rest, [permission]: scope } : rest)
  }
  const submit = () => {
    const missing: FieldErrors = name.trim() ? {} : { name: t('people.role_name_missing') }
    setErrors(missing)
    if (!missing.name) save.mutate({ name, permissions: grants as Schemas['RoleInput']['permissions'] })
  }
  return (
    <Form errors={errors} onSubmit={submit}>
      {changes && (
        <div className={styles.name}>
          <Field name="name" label={t('settings.name')} error={errors.name}>
            {(control) => (
              <TextInput
                {...control}
                value={name}
                autoComplete="off"
                onChange={(event) => setName(event.currentTarget.value)}
              />
            )}
          </Field>
        </div>
      )}
      <p className={styles.note}>{t('people.scopes_text')}</p>
      <PermissionGrid grants={grants} changes={changes} onGrant={grant} />
      {changes && (
        <div className={styles.actions}>
          <Button type="submit" loading={save.isPending}>
            {before ? t('settings.save') : t('people.role_add')}
          </Button>
          {before && (
            <Button variant="default" className={styles.push ?? ''} onClick={() => setDeleting(true)}>
              {t('people.role_delete')}
            </Button>
          )}
        </div>
      )}
      {deleting && before && (
        <LaterConfirm
          opened
          title={t('people.role_delete_title', { name })}
          text={t('people.role_delete_text')}
          action={t('people.role_delete')}
          busy={remove.isPending}
          onConfirm={() => remove.mutate(before.id)}
          onClose={() => setDeleting(false)}
        />
      )}
    </Form>
  )
}
