import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from '@mantine/core'
import { type Scheme, surface, tones } from './tokens'

const petrol: MantineColorsTuple = [
  '#E9F5F7',
  '#D0E9EE',
  '#A3D4DD',
  '#6FBCCA',
  '#45A6B8',
  '#1A7F93',
  '#0F7285',
  '#0B6072',
  '#094F5E',
  '#063B47',
]
// Graphite, so that Mantine's own dark surfaces match ours.
const dark: MantineColorsTuple = [
  '#E9EDEF',
  '#AEB8BF',
  '#8D98A1',
  '#66727C',
  '#333D44',
  '#272F35',
  '#1C2328',
  '#151A1E',
  '#0D1114',
  '#090C0E',
]
const gray: MantineColorsTuple = [
  '#F5F6F7',
  '#EEF0F2',
  '#E0E4E7',
  '#CDD3D8',
  '#B3BCC3',
  '#87929B',
  '#5F6A73',
  '#465059',
  '#2B343B',
  '#12181C',
]

export const theme = createTheme({
  primaryColor: 'petrol',
  primaryShade: { light: 6, dark: 5 },
  colors: { petrol, dark, gray },
  black: surface.light.text,
  // autoContrast looks only at the light scheme, so both primary shades are chosen to carry white text.
  fontFamily:
    "'Inter Variable', system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'Noto Sans Arabic', sans-serif",
  fontFamilyMonospace: "ui-monospace, 'SF Mono', 'Cascadia Code', Menlo, monospace",
  fontSizes: { xs: '0.75rem', sm: '0.8125rem', md: '0.875rem', lg: '1rem', xl: '1.125rem' },
  lineHeights: { xs: '1.35', sm: '1.4', md: '1.5', lg: '1.5', xl: '1.45' },
  headings: {
    fontWeight: '650',
    sizes: {
      h1: { fontSize: '1.5rem', lineHeight: '1.25' },
      h2: { fontSize: '1.1875rem', lineHeight: '1.3' },
      h3: { fontSize: '1rem', lineHeight: '1.35' },
      h4: { fontSize: '0.875rem', lineHeight: '1.4' },
    },
  },
  spacing: { xs: '0.5rem', sm: '0.75rem', md: '1rem', lg: '1.5rem', xl: '2rem' },
  radius: { xs: '4px', sm: '6px', md: '8px', lg: '12px', xl: '16px' },
  defaultRadius: 'md',
  cursorType: 'pointer',
  focusRing: 'auto',
  respectReducedMotion: true,
  components: {
    Button: { defaultProps: { size: 'sm' }, styles: { root: { fontWeight: 600 } } },
    TextInput: { defaultProps: { size: 'sm' } },
    Drawer: { defaultProps: { transitionProps: { duration: 160 } } },
    Modal: {
      defaultProps: { transitionProps: { duration: 140 }, radius: 'lg', overlayProps: { backgroundOpacity: 0.4 } },
    },
    Tooltip: { defaultProps: { openDelay: 350, withArrow: false, fz: 'xs', radius: 'sm' } },
    Menu: { defaultProps: { shadow: 'md', radius: 'md', position: 'bottom-end' } },
  },
})

function variables(s: Scheme): Record<string, string> {
  const out: Record<string, string> = {}
  for (const [k, v] of Object.entries(surface[s])) out[`--cf-${k}`] = v
  for (const [n, t] of Object.entries(tones[s])) {
    out[`--cf-${n}-fg`] = t.fg
    out[`--cf-${n}-bg`] = t.bg
    out[`--cf-${n}`] = t.solid
  }
  out['--mantine-color-body'] = surface[s].canvas
  out['--mantine-color-text'] = surface[s].text
  out['--mantine-color-dimmed'] = surface[s].text3
  out['--mantine-color-default'] = surface[s].card
  out['--mantine-color-default-border'] = s === 'light' ? '#CDD3D8' : '#333D44'
  out['--mantine-color-placeholder'] = surface[s].text3
  out['--mantine-color-petrol-light'] = tones[s].petrol.bg
  out['--mantine-color-petrol-light-hover'] = s === 'light' ? '#CDE8ED' : '#15444F'
  out['--mantine-color-petrol-light-color'] = tones[s].petrol.fg
  out['--mantine-color-anchor'] = s === 'light' ? '#0B6072' : '#6FBCCA'
  return out
}
export const cssVariablesResolver: CSSVariablesResolver = () => ({
  variables: {},
  light: variables('light'),
  dark: variables('dark'),
})
