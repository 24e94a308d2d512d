/** Every page that exists, for the matrices: who looks at it, and where. Add yours. */
export interface RouteUnderTest {
  name: string
  path: string
  role?: string
}

export const routes: RouteUnderTest[] = [
  { name: 'sign_in', path: '/sign-in' },
  { name: 'set_up', path: '/setup?token=shown-only' },
  { name: 'today', path: '/today', role: 'technician' },
  { name: 'not_found', path: '/nothing/here' },
]
