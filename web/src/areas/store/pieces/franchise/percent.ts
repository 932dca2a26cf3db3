import { formatNumber } from '../../../../ui/format.ts'

const BASIS_POINTS = 10_000

/** `2.5%` of 250 basis points. */
export const percentOf = (basisPoints: number): string =>
  formatNumber(basisPoints / BASIS_POINTS, { style: 'percent', maximumFractionDigits: 2 })
