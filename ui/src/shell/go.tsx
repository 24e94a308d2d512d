import { Link, type NavigateOptions, useNavigate } from '@tanstack/react-router'
import type { AnchorHTMLAttributes, ReactNode, Ref } from 'react'
import { useCallback } from 'react'

type Search = Record<string, unknown>

interface Props extends Omit<AnchorHTMLAttributes<HTMLAnchorElement>, 'href'> {
  /** An address from `paths`. */
  to: string
  search?: Search
  ref?: Ref<HTMLAnchorElement>
  children: ReactNode
}

/** A link inside the product. The active one carries `data-status="active"`. */
export function Go({ to, search, children, ...rest }: Props) {
  return (
    <Link to={to as '/'} search={search as never} {...(rest as object)}>
      {children}
    </Link>
  )
}

/** Navigation from code: `go(paths.part(id))`; `keep` replaces the entry in the history. */
export function useGo() {
  const navigate = useNavigate()
  return useCallback(
    (to: string, options: { search?: Search; keep?: boolean } = {}) =>
      navigate({ to, search: options.search, replace: options.keep ?? false } as NavigateOptions),
    [navigate],
  )
}
