import { describe, expect, it } from 'vitest'
import {
  codeOf,
  type Finding,
  isTest,
  isTypeScript,
  lineAt,
  readSources,
  report,
  type Source,
  search,
  withoutStrings,
} from './harness/sources.ts'

const lines_max = 400
const lines_median_max = 80
const lines_p90_max = 170
/** Shares of so few files say nothing. */
const files_for_shares = 20

const sources = readSources()
const linesOf = ({ text }: Source): number => text.trimEnd().split('\n').length

/** Files that may touch the machine's clock, timers and dice, and why. */
const mayTouchTheMachine = [
  { files: /^platform\/ports\/ports\.ts$/, reason: 'it is the port' },
  { files: /^platform\/embedded-postgres/, reason: 'waits for another process; no business rule depends on it' },
  { files: /^platform\/vault/, reason: 'keys and nonces must be unpredictable even in a simulation' },
  { files: /^bin\//, reason: 'runs before there are ports' },
  { files: /^(web|clients)\//, reason: "is the user's own machine" },
  { files: /\.test\.tsx?$|^(?:web\/)?test\/|^bench\//, reason: 'tests and load drivers measure the real time' },
]

const machine =
  /\bDate\.now\b|\bnew Date\b(?!\s*\()|\bnew Date\(\s*\)|(?<!new )\bDate\(\)|\bTemporal\.Now\b|\bMath\.random\b|\bperformance\.now\b|\bprocess\.hrtime\b|\b(?:setTimeout|setInterval|setImmediate)\b|\btimers\/promises\b|\b(?:randomUUID|randomBytes|randomInt|getRandomValues)\b/g

function machineIn(source: Source): Finding[] {
  if (mayTouchTheMachine.some(({ files }) => files.test(source.path))) return []
  return search(source.path, codeOf(source), machine, 'time-and-chance-come-through-ports')
}

const businessWords = /^(cart|wallet|franchise|payment|stock|checkout|coupon|settlement)s?$/
/** `order` alone is how things are sorted; with these it is something that a customer placed. */
const orderOfCustomer =
  /^(orders|(place|cancel|confirm|customer|purchase)(d|ed)? orders?|orders? (id|ids|line|lines|item|items|number|no|status|state|total))$/

/** `stockItemId`, `stock_item_id` and `STOCK_ITEM` all hold the word `stock`. */
const wordsOf = (identifier: string): string[] =>
  identifier
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[\s_$-]+/)

function isBusiness(identifier: string): boolean {
  const words = wordsOf(identifier)
  const pairs = words.map((word, index) => `${word} ${words[index + 1] ?? ''}`.trim())
  return (
    words.some(word => businessWords.test(word) || word === 'orders') || pairs.some(pair => orderOfCustomer.test(pair))
  )
}

function businessIn(source: Source): Finding[] {
  const rule = 'platform-knows-no-business-word'
  return search(source.path, codeOf(source), /[A-Za-z_$][\w$]*/g, rule).filter(({ what }) => isBusiness(what))
}

function headerMissing(source: Source): Finding[] {
  if (/^(#!.*\n)?(\/\*\*|\/\/)/.test(source.text)) return []
  // A small file of the web app says it at the one thing it exports.
  if (source.path.startsWith('web/') && /^\/\*\*/m.test(source.text)) return []
  return [{ path: source.path, line: 1, rule: 'a-file-says-what-it-is-for', what: 'it does not start with a comment' }]
}

function tooLong(source: Source): Finding[] {
  const lines = linesOf(source)
  return lines > lines_max
    ? [{ path: source.path, line: lines, rule: 'files-are-short', what: `${lines} lines, at most ${lines_max}` }]
    : []
}

/** A folder of the platform has a layer; a file at its root has none. */
function atRootOfPlatform({ path }: Source): Finding[] {
  if (!/^platform\/[^/]+$/.test(path)) return []
  return [{ path, line: 1, rule: 'platform-files-have-a-folder', what: 'it belongs into one of the folders' }]
}

/** Pictures that name nothing an engineer would search for, as names of types and classes. */
const pictures = new RegExp(`\\b(?:${'House Room Floor Asked Shown Told Mine Means'.replaceAll(' ', '|')})\\b`, 'g')

function pictureIn(source: Source): Finding[] {
  const rule = 'names-are-the-words-of-the-field'
  return search(source.path, withoutStrings(codeOf(source)), pictures, rule)
}

const pushedOff = new RegExp(String.raw`\b(TO${''}DO|FIX${''}ME)\b`, 'g')
const silenced = new RegExp(`@ts-${''}(ignore|nocheck)`, 'g')
const skipped = /\b(?:it|test|describe|suite)(?:\.\w+)*\.(?:only|skip|todo)\b/g

const rules: { name: string; files: (source: Source) => boolean; find: (source: Source) => Finding[] }[] = [
  { name: 'time and chance come through ports', files: isSource, find: machineIn },
  {
    name: 'the platform knows no business word',
    files: source => source.path.startsWith('platform/') && !isTest(source),
    find: businessIn,
  },
  {
    // A component's file is called as the component.
    name: 'a file says what it is for',
    files: source => source.path.endsWith('.ts') && !isTest(source),
    find: headerMissing,
  },
  { name: 'no file is long', files: source => /\.(ts|tsx|sql)$/.test(source.path), find: tooLong },
  { name: 'platform/ has folders only', files: isTypeScript, find: atRootOfPlatform },
  { name: 'names are the words of the field', files: isTypeScript, find: pictureIn },
  {
    name: 'nothing is put off',
    files: () => true,
    find: ({ path, text }) => search(path, text, pushedOff, 'nothing-is-put-off'),
  },
  {
    name: 'types are not silenced',
    files: isSource,
    find: ({ path, text }) => search(path, text, silenced, 'types-are-not-silenced'),
  },
  {
    name: 'every test runs',
    files: isTest,
    find: source => search(source.path, codeOf(source), skipped, 'every-test-runs'),
  },
]

function isSource({ path }: Source): boolean {
  return !path.endsWith('.sql')
}

describe('the sources are tidy', () => {
  it.each(rules)('$name', ({ files, find }) => {
    expect(report(sources.filter(files).flatMap(find))).toEqual([])
  })

  it('files are short: half of them, and nine of ten', () => {
    const files = sources.filter(source => /\.(ts|tsx|sql)$/.test(source.path) && !isTest(source))
    const lengths = files.map(linesOf).sort((a, b) => a - b)
    const share = (part: number) => lengths[Math.floor(lengths.length * part)] ?? 0
    if (lengths.length <= files_for_shares) return
    expect.soft(share(0.5), 'median lines of a source file').toBeLessThanOrEqual(lines_median_max)
    expect.soft(share(0.9), 'lines of nine source files of ten').toBeLessThanOrEqual(lines_p90_max)
  })
})

describe('the rules see what they should', () => {
  const inFile = (path: string, text: string): Source => ({ path, text })

  it.each([
    'Date.now()',
    'new Date()',
    'new Date',
    'Math.random()',
    `import { setTimeout as sleep } from 'node:timers/promises'`,
  ])('a clock or dice: %s', text => expect(machineIn(inFile('services/money/ledger.ts', text))).not.toEqual([]))

  it.each([
    'new Date(0)',
    'new Date(text)',
    '// Date.now()',
    `const at: Date = clock.now()`,
    '/** setTimeout */ x.updateDate()',
  ])('no clock or dice: %s', text => expect(machineIn(inFile('services/money/ledger.ts', text))).toEqual([]))

  it.each(['order', 'orderBy', 'inOrder', 'sortOrder', 'ORDER', 'ordered', 'stockholm', 'cartesian'])(
    'no business: %s',
    word => expect(isBusiness(word)).toBe(false),
  )

  it.each([
    'orders',
    'orderId',
    'OrderLine',
    'order_id',
    'placeOrder',
    'stockLevel',
    'Cart',
    'walletOf',
    'PAYMENT_LIMIT',
  ])('business: %s', word => expect(isBusiness(word)).toBe(true))

  it.each([['class House {}'], ['const a: Told = b'], ['type Means<T> = T'], ["import type { Room } from './a.ts'"]])(
    'a picture: %s',
    text => expect(pictureIn(inFile('test/a.ts', text))).not.toEqual([]),
  )

  it.each(['class Household {}', 'const told = means', "const text = 'The House'", '// the Room', 'x.roomId'])(
    'no picture: %s',
    text => expect(pictureIn(inFile('test/a.ts', text))).toEqual([]),
  )

  it('a file at the root of platform/', () => {
    expect(atRootOfPlatform(inFile('platform/relay.ts', ''))).not.toEqual([])
    expect(atRootOfPlatform(inFile('platform/outbox/relay.ts', ''))).toEqual([])
  })

  it('a finding names file, line and rule', () => {
    const text = 'first\nsecond Date.now()'
    expect(lineAt(text, text.indexOf('Date'))).toBe(2)
    expect(report(machineIn(inFile('gateway/a.ts', text)))).toEqual([
      'gateway/a.ts:2 time-and-chance-come-through-ports: Date.now',
    ])
  })
})
