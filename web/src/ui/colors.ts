/** The colours of the app: paper and ink, pine for action, persimmon for what is alive. */
import type { MantineColorsTuple } from '@mantine/core'

const ramp = (text: string): MantineColorsTuple =>
  text.split(' ').map(hex => `#${hex}`) as unknown as MantineColorsTuple

export const colors = {
  pine: ramp('f0faf6 e0f3ea c2e5d6 9ad2bb 6cb798 449a79 237d5e 11674b 0a523b 083e2d'),
  persimmon: ramp('fef7f4 ffece4 fed5c6 feb599 fd8a5b e3662f be4703 9b3800 7a2a00 5b1d00'),
  indigo: ramp('f5f9ff e9f1fe d0e0fe accafe 82adfe 608fe6 4470c4 3058a6 224487 153167'),
  crimson: ramp('fff6f6 feebeb ffd3d4 ffb1b3 ff8389 ec5564 c83248 a81834 880525 660119'),
  amber: ramp('fef7ee feedd7 fbdaae eec080 dba24d c0830e 9a6700 7d5200 614003 482e02'),
  plum: ramp('fff5fc ffe9f9 fad1f0 edb4df d994c9 bd73ae 9d568f 824075 682f5d 4e2045'),
  gray: ramp('fbfaf7 f6f4f0 edebe5 e0ded7 c0beb6 9a9890 75736b 5a5851 3f3d37 282622'),
} as const

export type Hue = Exclude<keyof typeof colors, 'gray'>
export const HUES = ['pine', 'persimmon', 'indigo', 'crimson', 'amber', 'plum'] as const satisfies readonly Hue[]

/** What a colour is for, in the light and in the dark scheme. Contrasts are tested in `colors.test.ts`. */
export const tokens = {
  page: ['#fbfaf7', '#141512'],
  surface: ['#ffffff', '#1d1f1b'],
  sunken: ['#f4f2ec', '#191a17'],
  line: ['#e9e6de', '#2d2f2a'],
  ink: ['#1f1e1a', '#eceae3'],
  dimmed: ['#66645c', '#aaa89e'],
  placeholder: ['#6f6d65', '#96948a'],
  'field-border': ['#8a887f', '#74766d'],
  border: ['#e0ded7', '#3d3f39'],
  link: ['#11674b', '#6cb798'],
  'accent-text': ['#be4703', '#fd8a5b'],
  danger: ['#c83248', '#ff8389'],
  good: ['#0a523b', '#6cb798'],
} as const satisfies Record<string, readonly [light: string, dark: string]>

export type Token = keyof typeof tokens
/** A token as a value in styles. */
export const token = (name: Token): string => `var(--m-${name})`

/** The deep pine of the hero and the purse, the same in both schemes. */
export const DEEP = { ground: '#0d4635', shape: '#1b6a51', text: '#f6f4ea', dimmed: '#b9d6c8' } as const
