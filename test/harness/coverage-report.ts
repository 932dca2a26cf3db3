/** A reporter of vitest that writes what the tests cover, by folder, to `docs/reference/coverage.md`. */
import { writeFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import type { Reporter } from 'vitest/node'

interface Share {
  readonly covered: number
  readonly total: number
}

export interface FileCoverage {
  /** From the project's root, with `/`. */
  readonly path: string
  readonly lines: Share
  readonly branches: Share
}

/** The part of istanbul's coverage map that is read here. */
interface CoverageMap {
  files(): string[]
  fileCoverageFor(file: string): { toSummary(): Pick<FileCoverage, 'lines' | 'branches'> }
}

/** Per cent of lines that a folder should reach. */
const LINES_MIN = 85
const root = join(import.meta.dirname, '..', '..')
const file = join(root, 'docs', 'reference', 'coverage.md')

/** `platform/http/server/x.ts` belongs to `platform/http`. */
const folderOf = ({ path }: FileCoverage): string => path.split('/').slice(0, 2).join('/')
const treeOf = ({ path }: FileCoverage): string => path.split('/')[0] ?? ''

/** Per cent to one digit; nothing to cover is covered. */
function percentOf(shares: readonly Share[]): number {
  const covered = shares.reduce((sum, share) => sum + share.covered, 0)
  const total = shares.reduce((sum, share) => sum + share.total, 0)
  return total === 0 ? 100 : Math.round((covered / total) * 1_000) / 10
}

interface Row {
  readonly name: string
  readonly lines: number
  readonly branches: number
}

const rowOf = (name: string, files: readonly FileCoverage[]): Row => ({
  name,
  lines: percentOf(files.map(({ lines }) => lines)),
  branches: percentOf(files.map(({ branches }) => branches)),
})

const rowsBy = (files: readonly FileCoverage[], nameOf: (file: FileCoverage) => string): Row[] =>
  [...Map.groupBy(files, nameOf)].map(([name, group]) => rowOf(name, group)).sort((a, b) => (a.name < b.name ? -1 : 1))

const lineOf = ({ name, lines, branches }: Row, mark = ''): string =>
  `| ${mark}${name}${mark} | ${lines.toFixed(1)} | ${branches.toFixed(1)} |`

export function coverageReport(files: readonly FileCoverage[]): string {
  const folders = rowsBy(files, folderOf)
  const below = folders.filter(({ lines }) => lines < LINES_MIN).map(({ name }) => `\`${name}\``)
  return `# Coverage

Per cent of lines and branches that the tests run, written by \`npm run coverage\`. Child processes that tests start and kill are
not counted. The aim is ${LINES_MIN} % of lines in every folder; ${below.length === 0 ? 'every folder reaches it' : `below it: ${below.join(', ')}`}.

| folder | lines % | branches % |
|---|---:|---:|
${folders.map(row => lineOf(row, '`')).join('\n')}
${rowsBy(files, treeOf)
  .map(row => lineOf(row, '**'))
  .join('\n')}
${lineOf(rowOf('all', files), '**')}
`
}

export default class CoverageReporter implements Reporter {
  onCoverage(coverage: unknown): void {
    const map = coverage as CoverageMap
    const files = map.files().map(path => {
      const { lines, branches } = map.fileCoverageFor(path).toSummary()
      return { path: relative(root, path).split(sep).join('/'), lines, branches }
    })
    writeFileSync(file, coverageReport(files))
  }
}
