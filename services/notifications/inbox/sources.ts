/**
 * What was told lately: the newest so many sources. Full blocks are shared between one state and the next, so that one
 * more costs the copy of a short list.
 */

/** Those that are not in a block yet, and sources in a block. */
const BLOCK = 16

export interface Sources {
  readonly newest: readonly string[]
  /** Each of `BLOCK` sources, the newest last. */
  readonly blocks: readonly ReadonlySet<string>[]
}

export const noSources: Sources = { newest: [], blocks: [] }

export const hasSource = ({ newest, blocks }: Sources, source: string): boolean =>
  newest.includes(source) || blocks.some(block => block.has(source))

/** Remembers at least `min` sources, and less than a block more. */
export function withSource({ newest, blocks }: Sources, source: string, min: number): Sources {
  const next = [...newest, source]
  if (next.length < BLOCK) return { newest: next, blocks }
  return { newest: [], blocks: [...blocks, new Set(next)].slice(-Math.ceil(min / BLOCK)) }
}

export const sourcesFrom = (sources: readonly string[], min: number): Sources =>
  sources.reduce((all, source) => withSource(all, source, min), noSources)
