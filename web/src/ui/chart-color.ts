/** Colours of charts. */
import { useComputedColorScheme } from '@mantine/core'
import type { Hue } from './colors.ts'

/** The shade of a hue that stands out on the surface of today's scheme: 3:1 in the light one, 7:1 in the dark one. */
export function useChartColor(): (hue: Hue) => string {
  const shade = useComputedColorScheme('light') === 'dark' ? 4 : 5
  return hue => `var(--mantine-color-${hue}-${shade})`
}
