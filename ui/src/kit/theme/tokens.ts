/** Semantic colour tokens. Every pair used for text is checked for WCAG AA in tokens.test.ts. */
export type Scheme = 'light' | 'dark'
export const surface = {
  light: {
    canvas: '#F5F6F7',
    card: '#FFFFFF',
    sunken: '#EEF0F2',
    border: '#E0E4E7',
    borderStrong: '#87929B',
    text: '#12181C',
    text2: '#465059',
    text3: '#5F6A73',
    side: '#FFFFFF',
  },
  dark: {
    canvas: '#0D1114',
    card: '#151A1E',
    sunken: '#1C2328',
    border: '#272F35',
    borderStrong: '#66727C',
    text: '#E9EDEF',
    text2: '#AEB8BF',
    text3: '#8D98A1',
    side: '#111619',
  },
} as const
/** tone → { fg text on bg, bg tint, solid mark (≥3:1 on card) } */
export const tones = {
  light: {
    slate: { fg: '#3F4A53', bg: '#E9ECEF', solid: '#6B7680' },
    indigo: { fg: '#3D3FA8', bg: '#E9E9FB', solid: '#5557D6' },
    blue: { fg: '#0B549F', bg: '#E1EEFB', solid: '#1A73D1' },
    amber: { fg: '#7A4B00', bg: '#FCEFD2', solid: '#B87400' },
    green: { fg: '#15613A', bg: '#DDF3E6', solid: '#1E8A53' },
    red: { fg: '#A31D1D', bg: '#FCE5E4', solid: '#D32F2F' },
    orange: { fg: '#8F3D00', bg: '#FDE9DA', solid: '#D2600A' },
    petrol: { fg: '#0B5567', bg: '#DFF1F4', solid: '#0F7285' },
  },
  dark: {
    slate: { fg: '#C3CBD1', bg: '#262E34', solid: '#8B96A0' },
    indigo: { fg: '#C0C1FF', bg: '#272850', solid: '#8587F2' },
    blue: { fg: '#A3CEFF', bg: '#13304F', solid: '#4C9BEF' },
    amber: { fg: '#FFCF7A', bg: '#3D2C0B', solid: '#E09B1F' },
    green: { fg: '#8FE0B2', bg: '#12382A', solid: '#37B074' },
    red: { fg: '#FFB1AC', bg: '#4A1C1C', solid: '#F0625C' },
    orange: { fg: '#FFBD91', bg: '#452510', solid: '#EE8034' },
    petrol: { fg: '#8FDCE9', bg: '#0F343C', solid: '#2FA3B7' },
  },
} as const
export type Tone = keyof (typeof tones)['light']
