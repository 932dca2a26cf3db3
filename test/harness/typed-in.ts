/** What a guide has its reader type in: blocks of code, each with the file that is named on the line before. */
import { expect } from 'vitest'

export interface Block {
  readonly file: string
  /** The language of the block; `diff` changes a file that is there. */
  readonly kind: string
  readonly text: string
}

export function blocksOf(guide: string): Block[] {
  const named = /^`([\w./-]+)`\n\n```(\w+)\n([\s\S]*?)^```$/gm
  return [...guide.matchAll(named)].map(([, file, kind, text]) => ({ file: file!, kind: kind!, text: text! }))
}

/** Each part of a diff replaces its old lines by its new ones, where the old ones stand once. */
export function patched(text: string, diff: string): string {
  return diff.split(/^@@.*\n/m).reduce((before, part) => {
    const lines = part.trimEnd().split('\n')
    const without = (mark: string) => lines.filter(line => !line.startsWith(mark)).map(line => line.slice(1))
    const [old, next] = [without('+').join('\n'), without('-').join('\n')]
    expect(before.split(old), `the guide's diff of:\n${old}`).toHaveLength(2)
    return before.replace(old, () => next)
  }, text)
}
