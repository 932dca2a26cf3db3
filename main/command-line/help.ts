/** The help, from the table of commands. */
import { type Command, commands, type Option, usageOf } from './commands.ts'

const plain = (text: string): string => text.replaceAll('`', '').replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')

export function helpOfAll(): string {
  const width = Math.max(...commands.map(command => usageOf(command).length))
  const rows = commands.map(command => {
    const { ko, en } = command
    return `  ${usageOf(command).padEnd(width)}  ${ko} · ${plain(en)}`
  })
  return `madang COMMAND

${rows.join('\n')}

명령 하나의 도움말 · help for one command: madang COMMAND --help
설정은 환경 변수로 해요 · settings come from the environment: docs/reference/settings.md
종료 코드 · exit codes: 0 완료 · done, 1 바로잡을 것이 있거나 실패 · something is to be mended, or it failed,
                        2 시작하지 못함 · not begun: what was typed, set or found there does not allow it
`
}

export function helpOf(command: Command, details = ''): string {
  const options = [
    ...command.options,
    { name: 'help', value: null, ko: '이 도움말을 보여 줘요', en: 'shows this help' },
  ]
  const width = Math.max(...options.map(option => shown(option).length))
  const rows = options.map(
    option => `  ${shown(option).padEnd(width)}  ${option.ko} · ${option.en}${otherwiseOf(option)}`,
  )
  const { more } = command
  const blocks = [
    `madang ${usageOf(command)}`,
    `${command.ko} · ${plain(command.en)}`,
    rows.join('\n'),
    ...(more ? [`${more.ko}\n${more.en}`] : []),
    ...(details ? [details] : []),
  ]
  return `${blocks.join('\n\n')}\n`
}

const shown = ({ name, value }: Option): string => (value === null ? `--${name}` : `--${name} ${value}`)
const otherwiseOf = ({ otherwise }: Option): string => (otherwise ? ` (${otherwise})` : '')

/** For `docs/reference/command-line.md`. */
export const commandRows = (): readonly (readonly [string, string])[] =>
  commands.map(command => [`\`${usageOf(command)}\``, command.en])
