import { expect, it } from 'vitest'
import { coverageReport, type FileCoverage } from './harness/coverage-report.ts'

const of = (path: string, covered: number, total: number): FileCoverage => ({
  path,
  lines: { covered, total },
  branches: { covered: 0, total: 0 },
})

it('coverage is said by folder, tree and in all, and folders below the aim are named', () => {
  const report = coverageReport([
    of('services/money/ledger.ts', 1, 3),
    of('services/money/deep/api.ts', 1, 1),
    of('platform/kit/message.ts', 9, 10),
  ])
  expect(report).toContain('below it: `services/money`.')
  expect(report.split('\n').filter(line => line.startsWith('| `') || line.startsWith('| **'))).toEqual([
    '| `platform/kit` | 90.0 | 100.0 |',
    '| `services/money` | 50.0 | 100.0 |',
    '| **platform** | 90.0 | 100.0 |',
    '| **services** | 50.0 | 100.0 |',
    '| **all** | 78.6 | 100.0 |',
  ])
})
