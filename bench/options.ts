/** The options of `madang bench`, from the words that the command line read. */
import { commands } from '../main/command-line/commands.ts'
import { nearest } from '../main/command-line/nearest.ts'
import type { Words } from '../main/command-line/parse.ts'
import { Mistake } from '../platform/ports/mistake.ts'
import type { RunOptions } from './run-options.ts'
import { scenarios } from './scenarios/index.ts'
import type { Scenario } from './scenarios/scenario.ts'

export interface BenchOptions extends RunOptions {
  readonly scenarios: readonly Scenario[]
}

export const scenarioLines = (): string =>
  scenarios.map(({ name, summary }) => `  ${name.padEnd(18)} ${summary}`).join('\n')

const otherwiseOf = (name: string): string | undefined =>
  commands.find(each => each.name === 'bench')?.options.find(option => option.name === name)?.otherwise

export function readOptions({ arguments: names, values, flags }: Words): BenchOptions {
  const numberOf = (name: string, min: number) => whole(name, values.get(name) ?? otherwiseOf(name) ?? '', min)
  return {
    scenarios: names.length === 0 ? scenarios : names.map(named),
    seconds: numberOf('seconds', 1),
    warmup_s: numberOf('warmup', 0),
    turns: numberOf('turns', 1),
    again: numberOf('again', 0),
    connections: numberOf('connections', 1),
    wallets: numberOf('wallets', 1),
    rate: values.has('rate') ? numberOf('rate', 1) : null,
    transfers: numberOf('transfers', 4),
    growthMax: numberOf('growth-max', 1),
    dataDirectory: values.get('data') ?? null,
    reportDirectory: values.get('report') ?? null,
    profile: flags.has('profile'),
  }
}

function named(name: string): Scenario {
  const scenario = scenarios.find(each => each.name === name)
  if (scenario) return scenario
  const meant = nearest(
    name,
    scenarios.map(each => each.name),
  )
  throw new Mistake({
    ko: `'${name}' 시나리오는 없어요.${meant ? ` 혹시 '${meant}'인가요?` : ''}`,
    en: `There is no scenario '${name}'${meant ? `; did you mean '${meant}'?` : '.'} There are:\n${scenarioLines()}`,
  })
}

function whole(name: string, given: string, min: number): number {
  if (/^\d{1,15}$/.test(given) && Number(given) >= min) return Number(given)
  throw new Mistake({
    ko: `--${name} "${given}"을(를) 읽을 수 없어요. ${min} 이상의 정수를 써 주세요.`,
    en: `--${name} is "${given}": give a whole number from ${min}.`,
  })
}
