/** The project's own source files, for the checks of its architecture. */
import { readdirSync, readFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'

export interface Source {
  /** From the project's root, with `/`. */
  readonly path: string
  readonly text: string
}

export interface Finding {
  readonly path: string
  readonly line: number
  readonly rule: string
  readonly what: string
}

const root = join(import.meta.dirname, '..', '..')
const foreign = new Set(['node_modules', '.git', '.madang', 'dist', 'coverage', 'generated'])

export function readSources(folder = root): Source[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap(entry => {
    const path = join(folder, entry.name)
    if (foreign.has(entry.name)) return []
    if (entry.isDirectory()) return readSources(path)
    if (!/\.(ts|tsx|mjs|sql)$/.test(entry.name) || /\.gen\.ts$/.test(entry.name)) return []
    return [{ path: relative(root, path).split(sep).join('/'), text: readFileSync(path, 'utf8') }]
  })
}

export const isTest = ({ path }: Source): boolean => /\.test\.tsx?$|^(?:web\/)?test\/|^bench\//.test(path)

export const isTypeScript = ({ path }: Source): boolean => /\.tsx?$/.test(path)

/** The text with its comments blanked out, so that lines keep their numbers. */
export function codeOf({ text }: Source): string {
  const commentOrString = /\/\*[\s\S]*?\*\/|\/\/[^\n]*|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`/g
  return text.replace(commentOrString, part => (part.startsWith('/') ? part.replace(/[^\n]/g, ' ') : part))
}

/** The text with its string literals emptied; it has no comments. */
export const withoutStrings = (code: string): string =>
  code.replace(/'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`/g, text => text.replace(/[^\n]/g, ' '))

export const lineAt = (text: string, index: number): number => text.slice(0, index).split('\n').length

/** A finding for each place where the pattern (which must be global) matches the text. */
export function search(path: string, text: string, pattern: RegExp, rule: string): Finding[] {
  return [...text.matchAll(pattern)].map(match => ({ path, line: lineAt(text, match.index), rule, what: match[0] }))
}

/** One line each: file, line, rule, and what was found. */
export const report = (findings: readonly Finding[]): string[] =>
  findings.map(({ path, line, rule, what }) => `${path}:${line} ${rule}: ${what.trim()}`)
