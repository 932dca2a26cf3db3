/**
 * A CPU profile as a flame graph: each box a function, as wide as the time spent in it and in what it called, callers
 * above. `node bench/report/flame.ts FILE.cpuprofile OUT.svg` makes one of any profile.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { drawing, escaped, round } from './svg.ts'

interface ProfileNode {
  readonly id: number
  readonly callFrame: { readonly functionName: string; readonly url: string; readonly lineNumber: number }
  readonly children?: readonly number[]
}

export interface Profile {
  readonly nodes: readonly ProfileNode[]
  readonly samples: readonly number[]
  readonly timeDeltas: readonly number[]
  /** Microseconds of the machine's steady clock. */
  readonly startTime: number
}

export type Window = readonly [from_us: number, until_us: number]

interface Box {
  readonly name: string
  own: number
  total: number
  readonly callees: Map<string, Box>
}

const WIDTH = 1200
const ROW = 16
/** Narrower boxes are left out: nobody could read them, and they make the file large. */
const SHARE_MIN = 0.001
const CHARACTER = 6.6
/** Not the program's work. */
const WAITING = new Set(['(idle)'])

/** Calls of one function from one place are one box, wherever the engine kept them apart. */
function boxesOf({ nodes, ...sampled }: Profile, windows: readonly Window[]): Box {
  const byId = new Map(nodes.map(node => [node.id, node]))
  const own = ownTimes(sampled, windows)
  const root: Box = { name: 'all', own: 0, total: 0, callees: new Map() }
  const add = (node: ProfileNode, into: Box): number => {
    const name = nameOf(node)
    if (WAITING.has(name)) return 0
    const box = into.callees.get(name) ?? { name, own: 0, total: 0, callees: new Map() }
    into.callees.set(name, box)
    let total = own.get(node.id) ?? 0
    box.own += total
    for (const id of node.children ?? []) total += add(byId.get(id)!, box)
    box.total += total
    return total
  }
  const [first] = nodes
  for (const id of first?.children ?? []) root.total += add(byId.get(id)!, root)
  return root
}

/** Microseconds of each node itself, inside the windows if there are any. */
function ownTimes({ samples, timeDeltas, startTime }: Omit<Profile, 'nodes'>, windows: readonly Window[]) {
  const own = new Map<number, number>()
  let at_us = startTime
  for (const [index, id] of samples.entries()) {
    const took_us = Math.max(0, timeDeltas[index] ?? 0)
    at_us += took_us
    const counts = windows.length === 0 || windows.some(([from_us, until_us]) => at_us >= from_us && at_us < until_us)
    if (counts) own.set(id, (own.get(id) ?? 0) + took_us)
  }
  return own
}

/** `decide ledger.ts:40`, `parse @fastify/…`; the path is shortened to what tells the place. */
function nameOf({ callFrame: { functionName, url, lineNumber } }: ProfileNode): string {
  const name = functionName || '(anonymous)'
  if (url === '') return name
  const path = url.replace(/^file:\/\//, '').replace(/^.*\/node_modules\//, '')
  const short = path.startsWith('/') ? path.split('/').slice(-2).join('/') : path
  return `${name} ${short}:${lineNumber + 1}`
}

/** Of what was sampled inside the windows; of all of it without any. */
export function flameGraph(profile: Profile, title: string, windows: readonly Window[] = []): string {
  const root = boxesOf(profile, windows)
  const parts: string[] = []
  let depth_max = 0
  const draw = (box: Box, from: number, depth: number): void => {
    const share = box.total / root.total
    if (share < SHARE_MIN) return
    depth_max = Math.max(depth_max, depth)
    parts.push(boxSvg(box, { x: from * WIDTH, width: share * WIDTH, y: depth * ROW + 24 }, root.total))
    let x = from
    for (const callee of [...box.callees.values()].sort((a, b) => b.total - a.total)) {
      draw(callee, x, depth + 1)
      x += callee.total / root.total
    }
  }
  draw(root, 0, 0)
  const seconds = (root.total / 1e6).toFixed(1)
  const head = `<text x="4" y="14">${escaped(title)}: ${seconds} s of work; callers above, widest first; point at a box</text>`
  return drawing(WIDTH, (depth_max + 1) * ROW + 30, [head, ...parts])
}

interface Frame {
  readonly x: number
  readonly y: number
  readonly width: number
}

function boxSvg({ name, own, total }: Box, { x, y, width }: Frame, all: number): string {
  const percent = (part: number) => `${((part / all) * 100).toFixed(1)} %`
  const title = `<title>${escaped(name)}\n${percent(total)}, itself ${percent(own)}</title>`
  const characters = Math.floor((width - 4) / CHARACTER)
  const text = characters < 3 ? '' : name.slice(0, characters)
  const written = text && `<text x="${round(x + 2)}" y="${y + 12}" font-size="11" fill="#111">${escaped(text)}</text>`
  return `<g>${title}<rect x="${round(x)}" y="${y}" width="${round(width)}" height="${ROW - 1}" fill="${colourOf(name)}"/>${written}</g>`
}

/** Ours, packages', Node's own and the engine's can be distinguished. */
function colourOf(name: string): string {
  if (name.startsWith('(garbage')) return '#e57373'
  if (name.includes(' node:')) return '#a5c8a0'
  if (!name.includes('/')) return '#c9c9c9'
  return /\.ts:\d+$/.test(name) ? '#f6b26b' : '#9fc5e8'
}

export const flameOfFile = (file: string, title: string, windows: readonly Window[] = []): string =>
  flameGraph(JSON.parse(readFileSync(file, 'utf8')) as Profile, title, windows)

if (import.meta.main) {
  const [file, out] = process.argv.slice(2)
  if (!file || !out) throw new Error('flame.ts FILE.cpuprofile OUT.svg')
  writeFileSync(out, flameOfFile(file, file))
}
