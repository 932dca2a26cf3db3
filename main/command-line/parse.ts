/** Reads the words after a command by its row in the table, or says which word is wrong. */
import { parseArgs } from 'node:util'
import { Mistake, type Sentence } from '../../platform/ports/mistake.ts'
import { type Command, commands, type Option, usageOf } from './commands.ts'
import { nearest } from './nearest.ts'

export interface Words {
  readonly arguments: readonly string[]
  readonly flags: ReadonlySet<string>
  readonly values: ReadonlyMap<string, string>
}

export type Call =
  | { readonly kind: 'help'; readonly command: Command | null }
  | { readonly kind: 'run'; readonly command: Command; readonly words: Words }

const HELP = ['help', '--help', '-h']

/** Throws a `Mistake`. */
export function parseCall([name = 'help', ...rest]: readonly string[]): Call {
  if (HELP.includes(name)) return { kind: 'help', command: rest[0] === undefined ? null : commandOf(rest[0]) }
  const command = commandOf(name)
  const end = rest.includes('--') ? rest.indexOf('--') : rest.length
  const isHelp = rest.slice(0, end).some(word => word === '--help' || word === '-h')
  return isHelp ? { kind: 'help', command } : { kind: 'run', command, words: parseWords(name, rest) }
}

function commandOf(name: string): Command {
  const command = commands.find(each => each.name === name)
  if (command) return command
  const names = commands.map(each => each.name)
  throw new Mistake(
    unknown(`'${name}' 명령은 없어요`, `There is no command '${name}'`, nearest(name, names), 'madang --help'),
  )
}

/** With what was probably meant, or else where the known ones stand. */
function unknown(ko: string, en: string, meant: string | null, help: string): Sentence {
  if (meant) return { ko: `${ko}. 혹시 '${meant}'인가요?`, en: `${en}; did you mean '${meant}'?` }
  return { ko: `${ko}. ${help} 로 확인해 주세요.`, en: `${en}; see ${help}.` }
}

/** Throws a `Mistake`. */
export function parseWords(name: string, words: readonly string[]): Words {
  const command = commandOf(name)
  const { options } = command
  const { tokens } = parseArgs({
    args: [...words],
    strict: false,
    tokens: true,
    allowPositionals: true,
    options: Object.fromEntries(options.map(each => [each.name, { type: each.value === null ? 'boolean' : 'string' }])),
  })
  const found = { arguments: [] as string[], flags: new Set<string>(), values: new Map<string, string>() }
  for (const token of tokens) {
    if (token.kind === 'positional') found.arguments.push(token.value)
    if (token.kind !== 'option') continue
    const option = options.find(each => token.rawName === `--${each.name}`)
    if (!option) throw new Mistake(unknownOption(command, token.rawName))
    take(name, option, token.value, found)
  }
  checkCount(command, found.arguments)
  return found
}

function unknownOption({ name, options }: Command, given: string): Sentence {
  const names = [...options.map(option => `--${option.name}`), '--help']
  const ko = `madang ${name}에 ${given} 옵션은 없어요`
  return unknown(ko, `madang ${name} has no option ${given}`, nearest(given, names), `madang ${name} --help`)
}

interface Found {
  readonly flags: Set<string>
  readonly values: Map<string, string>
}

function take(command: string, { name, value }: Option, given: string | undefined, { flags, values }: Found): void {
  if (value === null && given === undefined) flags.add(name)
  else if (value !== null && given !== undefined && given !== '') values.set(name, given)
  else if (value === null)
    throw new Mistake({
      ko: `madang ${command}의 --${name} 옵션에는 값을 붙이지 않아요.`,
      en: `--${name} of madang ${command} takes no value.`,
    })
  else
    throw new Mistake({
      ko: `madang ${command}의 --${name} 옵션에는 값이 필요해요: --${name} ${value}.`,
      en: `--${name} of madang ${command} needs a value: --${name} ${value}.`,
    })
}

function checkCount(command: Command, given: readonly string[]): void {
  const { arguments: wanted } = command
  const least = wanted.filter(({ count }) => count !== 'any').length
  const most = wanted.some(({ count }) => count !== 'one') ? Number.POSITIVE_INFINITY : wanted.length
  if (given.length >= least && given.length <= most) return
  const usage = `madang ${usageOf(command)}`
  const extra = given[wanted.length]
  throw new Mistake(
    given.length < least
      ? {
          ko: `madang ${command.name}에 필요한 값이 빠졌어요. 이렇게 써 주세요: ${usage}`,
          en: `madang ${command.name} needs more words: ${usage}`,
        }
      : {
          ko: `madang ${command.name}에는 '${extra}'을(를) 쓸 자리가 없어요. 이렇게 써 주세요: ${usage}`,
          en: `madang ${command.name} has no place for '${extra}': ${usage}`,
        },
  )
}
