import { posix } from 'node:path'
import { describe, expect, it } from 'vitest'
import {
  codeOf,
  type Finding,
  isTest,
  isTypeScript,
  readSources,
  report,
  type Source,
  search,
} from './harness/sources.ts'

/** Who may import whom. `$1` is the service's own name. */
const zones = [
  { rule: 'platform-imports-only-itself', from: /^platform\//, to: ['platform/'] },
  { rule: 'contracts-know-only-the-platform', from: /^contracts\//, to: ['contracts/', 'platform/'] },
  {
    rule: 'service-never-imports-a-service',
    from: /^services\/([^/]+)\//,
    to: ['services/$1/', 'contracts/', 'platform/'],
  },
  { rule: 'simulators-know-no-service', from: /^simulators\//, to: ['simulators/', 'contracts/', 'platform/'] },
  { rule: 'gateway-knows-no-service', from: /^gateway\//, to: ['gateway/', 'contracts/', 'platform/'] },
  { rule: 'web-knows-only-the-public-api', from: /^web\//, to: ['web/'] },
  { rule: 'clients-know-only-the-public-api', from: /^clients\//, to: ['clients/'] },
  {
    rule: 'main-composes-the-application',
    from: /^main(\.ts$|\/)/,
    to: ['main/', 'bench/', 'gateway/', 'services/', 'simulators/', 'contracts/', 'platform/'],
  },
  { rule: 'tests-may-import-all', from: /^(test|bench)\/|^vitest\.config\.ts$/, to: [''] },
]

/** The folders of `platform/` from the ground up: each may import those before it. */
const layers = [
  'ports',
  'search',
  'auth',
  'linux',
  'db',
  'embedded-postgres',
  'vault',
  'files',
  'kit',
  'observability',
  'mail',
  'http/routes',
  'http/server',
  'http/openapi',
  'outbox',
  'service',
  'saga',
  'write',
  'runtime',
  'verification',
]
const layerOf = (path: string): number => layers.findIndex(layer => path.startsWith(`platform/${layer}/`))

const importOf = /(?:\bfrom\s*|\bimport\s*\(?\s*)['"](\.[^'"]*)['"]/g

function forbiddenImports(source: Source): Finding[] {
  const zone = zones.find(({ from }) => from.test(source.path))
  if (!zone)
    return [{ path: source.path, line: 1, rule: 'every-folder-has-a-rule', what: 'no rule says what it may import' }]
  const owner = zone.from.exec(source.path)?.[1] ?? ''
  const allowed = zone.to.map(prefix => prefix.replace('$1', owner))
  if (isTest(source)) allowed.push('test/harness/')
  return search(source.path, codeOf(source), importOf, zone.rule).filter(({ what }) => {
    const target = posix.join(posix.dirname(source.path), what.replace(/^.*?['"]|['"]$/g, ''))
    return !allowed.some(prefix => target.startsWith(prefix))
  })
}

/** Tests may look down from anywhere: they do not ship. */
function upwardImports(source: Source): Finding[] {
  if (!source.path.startsWith('platform/') || isTest(source)) return []
  const layer = layerOf(source.path)
  if (layer < 0) return [{ path: source.path, line: 1, rule: 'every-folder-has-a-layer', what: 'it is in no layer' }]
  const rule = 'platform-imports-downwards'
  return search(source.path, codeOf(source), importOf, rule).filter(({ what }) => {
    const target = posix.join(posix.dirname(source.path), what.replace(/^.*?['"]|['"]$/g, ''))
    return layerOf(target) > layer
  })
}

const featureOf = (path: string): string | undefined => /^services\/[^/]+\/[^/]+(?=\/)/.exec(path)?.[0]

/** A service's features know of each other what their `feature.ts` exports; tests may look into all of them. */
function importsPastFeatures(source: Source): Finding[] {
  const feature = featureOf(source.path)
  if (!feature || isTest(source)) return []
  const rule = 'features-import-through-feature-ts'
  return search(source.path, codeOf(source), importOf, rule).filter(({ what }) => {
    const target = posix.join(posix.dirname(source.path), what.replace(/^.*?['"]|['"]$/g, ''))
    const other = featureOf(target)
    return other !== undefined && other !== feature && target !== `${other}/feature.ts`
  })
}

const rulesBrokenBy = (path: string, text: string) =>
  [forbiddenImports, upwardImports, importsPastFeatures].flatMap(rule => rule({ path, text })).map(({ rule }) => rule)

describe('imports', () => {
  it('go only where a rule allows', () => {
    const sources = readSources().filter(isTypeScript)
    expect(sources.length).toBeGreaterThan(0)
    expect(report(sources.flatMap(forbiddenImports))).toEqual([])
  })

  it('go down the layers of the platform, never up', () => {
    expect(report(readSources().filter(isTypeScript).flatMap(upwardImports))).toEqual([])
  })

  it('reach another feature of the service through its feature.ts only', () => {
    expect(report(readSources().filter(isTypeScript).flatMap(importsPastFeatures))).toEqual([])
  })

  it.each([
    ['services/payments/orders/pay.ts', `import { x } from '../psp/feature.ts'\nimport { y } from './request.ts'`],
    ['services/payments/orders/pay.ts', `import { x } from '../refusals.ts'`],
    ['services/payments/orders/pay.test.ts', `import { x } from '../psp/calls.ts'`],
    ['services/payments/service.ts', `import { x } from './psp/feature.ts'`],
    ['platform/outbox/relay.ts', `import { x } from '../kit/message.ts'`],
    ['platform/http/routes/route.ts', `import pg from 'pg'\nimport type { X } from '../../kit/refusal.ts'`],
    ['services/money/service.ts', `import '../../contracts/orders.ts'\nexport * from './ledger.ts'`],
    ['services/money/ledger.test.ts', `import { createDatabase } from '../../test/harness/database.ts'`],
    ['main.ts', `const { x } = await import('./services/money/service.ts')`],
    ['test/story.test.ts', `import { money } from '../services/money/service.ts'`],
    ['platform/kit/a.ts', `// import x from '../services/money/service.ts'`],
  ])('of %s: %s is fine', (path, text) => expect(rulesBrokenBy(path, text)).toEqual([]))

  it.each([
    ['platform/a.ts', '', 'every-folder-has-a-layer'],
    ['platform/kit/message.ts', `import type { X } from '../outbox/relay.ts'`, 'platform-imports-downwards'],
    ['platform/outbox/relay.ts', `import type { X } from '../../contracts/money.ts'`, 'platform-imports-only-itself'],
    [
      'platform/http/routes/route.ts',
      `export { x } from '../../../services/money/api.ts'`,
      'platform-imports-only-itself',
    ],
    ['platform/relay.test.ts', `import '../services/money/api.ts'`, 'platform-imports-only-itself'],
    ['contracts/money.ts', `import '../services/money/ledger.ts'`, 'contracts-know-only-the-platform'],
    [
      'services/payments/orders/pay.ts',
      `import type { X } from '../psp/calls.ts'`,
      'features-import-through-feature-ts',
    ],
    ['services/money/api.ts', `import {\n  x,\n} from '../orders/api.ts'`, 'service-never-imports-a-service'],
    ['services/money/api.ts', `import '../money-box/api.ts'`, 'service-never-imports-a-service'],
    ['services/money/api.ts', `const x = await import("../../gateway/server.ts")`, 'service-never-imports-a-service'],
    ['simulators/bank.ts', `import '../services/money/api.ts'`, 'simulators-know-no-service'],
    ['gateway/server.ts', `import '../services/money/api.ts'`, 'gateway-knows-no-service'],
    ['web/src/app.tsx', `import '../../contracts/money.ts'`, 'web-knows-only-the-public-api'],
    ['main.ts', `import './test/harness/database.ts'`, 'main-composes-the-application'],
    ['tools/a.ts', '', 'every-folder-has-a-rule'],
  ])('of %s: %s breaks a rule', (path, text, rule) => expect(rulesBrokenBy(path, text)).toEqual([rule]))
})
