/** `madang doctor`, and the refusal to start with NODE_ENV=production: one list of everything that has to be mended. */
import { Mistake, type Sentence } from '../../platform/ports/mistake.ts'
import { explain } from '../command-line/explain.ts'
import type { Configuration } from '../configuration.ts'
import { type Finding, finding } from './finding.ts'
import { type Facts, factsWithoutDatabase, look } from './look.ts'
import { oddities } from './oddities.ts'
import { stopsProduction } from './production.ts'

export interface Findings {
  /** What must be mended. */
  readonly mend: readonly Finding[]
  readonly odd: readonly Finding[]
}

async function examine(configuration: Configuration): Promise<Findings> {
  const { env, demo } = configuration
  const { facts, faults } = await lookOrFaults(configuration)
  const flag = demo
    ? [
        finding(
          '--demo',
          '누구나 아는 로그인을 만들어요. 빼 주세요.',
          'makes log-ins that everybody knows: leave it out.',
        ),
      ]
    : []
  return { mend: [...flag, ...faults, ...stopsProduction(env, facts)], odd: oddities(env, facts) }
}

/** What keeps the database from being looked at is one more finding: the list stays complete. */
async function lookOrFaults(
  configuration: Configuration,
): Promise<{ readonly facts: Facts; readonly faults: readonly Finding[] }> {
  try {
    return { facts: await look(configuration), faults: [] }
  } catch (error) {
    const about = configuration.databaseUrl === null ? 'MADANG_DATA' : 'DATABASE_URL'
    const faults = explain(error).sentences.map(({ ko, en }) => finding(about, ko, en))
    return { facts: factsWithoutDatabase(configuration), faults }
  }
}

const lineOf = ({ about, ko, en }: Finding): Sentence => ({ ko: `  ${about}: ${ko}`, en: `  ${about} ${en}` })
const linesOf = (findings: readonly Finding[]): string[] =>
  findings.flatMap(each => {
    const { ko, en } = lineOf(each)
    return [ko, `    ${en.trim()}`]
  })

/** Throws a `Mistake` with the whole list. */
export async function refuseUnlessReady(configuration: Configuration): Promise<void> {
  const { mend } = await examine(configuration)
  if (mend.length === 0) return
  throw new Mistake([
    {
      ko: `NODE_ENV=production으로 시작하려면 ${mend.length}가지를 바로잡아야 해요.`,
      en: `With NODE_ENV=production ${mend.length} things have to be mended before the start:`,
    },
    ...mend.map(lineOf),
  ])
}

/** Prints the list. The process exits with 1 if something must be mended. */
export async function doctor(read: () => Configuration): Promise<void> {
  const { findings, isProduction } = await findingsOf(read)
  const { mend, odd } = findings
  const lines: string[] = []
  if (mend.length > 0) {
    const ko = isProduction ? '바로잡아야 시작해요' : '운영(NODE_ENV=production)을 막는 것'
    const en = isProduction ? 'to be mended before it starts' : 'what would stop production (NODE_ENV=production)'
    lines.push(`${ko} · ${en}: ${mend.length}`, ...linesOf(mend), '')
  }
  if (odd.length > 0) lines.push(`이상한 점 · odd: ${odd.length}`, ...linesOf(odd), '')
  if (mend.length === 0) {
    lines.push('모두 좋아요. 운영을 시작할 수 있어요. · All is well: production can start.', '')
  }
  process.stdout.write(lines.join('\n'))
  if (mend.length > 0) process.exitCode = 1
}

/** Wrong settings are findings too; without them right nothing else can be looked at. */
async function findingsOf(
  read: () => Configuration,
): Promise<{ readonly findings: Findings; readonly isProduction: boolean }> {
  try {
    const configuration = read()
    return { findings: await examine(configuration), isProduction: configuration.env.NODE_ENV === 'production' }
  } catch (error) {
    if (!(error instanceof Mistake)) throw error
    const mend = error.sentences.map(({ ko, en }) => finding('environment', ko, en))
    return { findings: { mend, odd: [] }, isProduction: true }
  }
}
