/** The little of SVG that the plots need, in colours that can be read on light and on dark ground. */

export const INK = '#808080'
export const COLOURS = ['#3b82f6', '#e8710a', '#16a34a', '#d6336c', '#8b5cf6', '#0d9488', '#b45309', '#64748b']

export const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

export const drawing = (width: number, height: number, parts: readonly string[]): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" ` +
  `font-family="system-ui, sans-serif" font-size="12" fill="${INK}">\n${parts.join('\n')}\n</svg>\n`

export const label = (x: number, y: number, text: string, anchor: 'start' | 'middle' | 'end' = 'start'): string =>
  `<text x="${round(x)}" y="${round(y)}" text-anchor="${anchor}">${escaped(text)}</text>`

export const line = (x1: number, y1: number, x2: number, y2: number): string =>
  `<path d="M${round(x1)} ${round(y1)}L${round(x2)} ${round(y2)}" stroke="${INK}" stroke-opacity="0.35"/>`

export const round = (value: number): number => Math.round(value * 100) / 100
