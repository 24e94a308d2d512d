import { useMediaQuery } from '@mantine/hooks'

export const phoneQuery = '(max-width: 47.99em)'

/** Only where the structure differs (drawer or page); looks belong in CSS. Right from the first render. */
export const usePhone = () => useMediaQuery(phoneQuery, false, { getInitialValueInEffect: false })
