/** SVG as text: shapes, groups, and a picture of 400 by 400 on a transparent ground. No styles, no scripts, no references. */

export const SIDE = 400

export interface Paint {
  readonly fill?: string
  readonly stroke?: string
  readonly strokeWidth?: number
  readonly strokeLinecap?: 'round' | 'butt'
  readonly strokeLinejoin?: 'round'
  readonly strokeDasharray?: string
  readonly opacity?: number
}

/** A colour fills. */
type Fill = string | Paint

/** `stroke-width`; other names, such as `viewBox`, are spelt as they are. */
const attribute = (name: string): string =>
  name.startsWith('stroke') ? name.replace(/[A-Z]/g, letter => `-${letter.toLowerCase()}`) : name

/** Two digits are finer than a pixel at any size that is shown. */
const text = (value: string | number): string =>
  typeof value === 'number' ? String(Math.round(value * 100) / 100) : value

function tag(name: string, attributes: Readonly<Record<string, string | number>>, children = ''): string {
  const said = Object.entries(attributes).map(([key, value]) => ` ${attribute(key)}="${text(value)}"`)
  return children === '' ? `<${name}${said.join('')}/>` : `<${name}${said.join('')}>${children}</${name}>`
}

const paint = (fill: Fill): Readonly<Record<string, string | number>> =>
  typeof fill === 'string' ? { fill } : { ...fill }

export const path = (d: string, fill: Fill): string => tag('path', { d, ...paint(fill) })
export const circle = (cx: number, cy: number, r: number, fill: Fill): string =>
  tag('circle', { cx, cy, r, ...paint(fill) })
export const ellipse = (cx: number, cy: number, rx: number, ry: number, fill: Fill): string =>
  tag('ellipse', { cx, cy, rx, ry, ...paint(fill) })
/** `r` rounds the corners. */
export const rect = (x: number, y: number, width: number, height: number, r: number, fill: Fill): string =>
  tag('rect', { x, y, width, height, rx: r, ...paint(fill) })
/** A stroke without a filling, with round ends. */
export const line = (d: string, stroke: string, strokeWidth: number, more: Paint = {}): string =>
  path(d, { fill: 'none', stroke, strokeWidth, strokeLinecap: 'round', strokeLinejoin: 'round', ...more })

export const group = (...parts: readonly string[]): string => tag('g', {}, parts.join(''))
/** Moved to a place, turned there by degrees, and made larger or smaller. */
export const placed = (x: number, y: number, degrees: number, scale: number, ...parts: readonly string[]): string =>
  tag(
    'g',
    { transform: `translate(${text(x)} ${text(y)}) rotate(${text(degrees)}) scale(${text(scale)})` },
    parts.join(''),
  )
/** All of it as one layer, so that what overlaps does not show. */
export const faint = (opacity: number, ...parts: readonly string[]): string => tag('g', { opacity }, parts.join(''))

export const picture = (...parts: readonly string[]): string =>
  tag(
    'svg',
    { xmlns: 'http://www.w3.org/2000/svg', viewBox: `0 0 ${SIDE} ${SIDE}`, width: SIDE, height: SIDE },
    parts.join(''),
  )
