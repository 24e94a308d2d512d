import { usePhone } from '@/kit/media'

/** Inputs of the pages outside: tall enough for gloves on a phone. */
export const useLarge = () => (usePhone() ? 'lg' : 'md')
