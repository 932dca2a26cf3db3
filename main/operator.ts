/**
 * `madang operator`: makes an operator, also beside a running platform. It opens identity alone, with few connections
 * and without loops: the running platform, or the next start, does what follows from it.
 */
import { migrate } from '../platform/db/migrate.ts'
import { isRefusal, type Refusal } from '../platform/kit/refusal.ts'
import { createLogger } from '../platform/ports/logger.ts'
import { Mistake, type Sentence } from '../platform/ports/mistake.ts'
import { systemPorts } from '../platform/ports/ports.ts'
import { openApplication } from '../platform/runtime/application.ts'
import { refusals } from '../services/identity/refusals.ts'
import { createOperator, type NewMember } from '../services/identity/registration/feature.ts'
import { identity } from '../services/identity/service.ts'
import type { Configuration } from './configuration.ts'
import { withDatabase } from './database.ts'
import { openKeys } from './keys.ts'
import { services } from './services.ts'

export async function operator(configuration: Configuration, [email = '', ...names]: readonly string[]): Promise<void> {
  const given = { email, name: names.join(' '), password: await standardInput() }
  const made = await withDatabase(configuration, url => createIn(url, configuration, given))
  if (!isRefusal(made)) {
    process.stdout.write(`${made.memberId}\n`)
    return
  }
  const { ko, en } = sentenceOf(made)
  process.stderr.write(`${ko}\n${en}\n`)
  process.exitCode = 1
}

async function createIn(
  databaseUrl: string,
  configuration: Configuration,
  given: Omit<NewMember, 'roles'>,
): Promise<{ memberId: string } | Refusal> {
  const ports = systemPorts()
  await migrate(databaseUrl, services)
  const application = await openApplication({
    services: [identity],
    databaseUrl,
    ports,
    keys: await openKeys(configuration, databaseUrl, ports.random),
    settings: configuration.env,
    log: createLogger({ settings: { LOG_LEVEL: 'warn', ...configuration.env }, clock: ports.clock }),
    loops: false,
    small: true,
  })
  try {
    return await createOperator(application.service('identity').context, given)
  } finally {
    await application.stop()
  }
}

const FIELDS: Readonly<Record<string, Sentence>> = {
  '/email': {
    ko: '이메일 주소가 올바르지 않아요. ops@example.com처럼 써 주세요.',
    en: 'The e-mail address is not valid: write it like ops@example.com.',
  },
  '/name': {
    ko: '이름이 올바르지 않아요. 보이는 글자로 써 주세요.',
    en: 'The name is not valid: use letters that can be seen.',
  },
  '/password': {
    ko: '비밀번호는 8자 이상 200자 이하로, 표준 입력으로 보내 주세요.',
    en: 'The password must have 8 to 200 characters, and come on standard input.',
  },
}

function sentenceOf({ code, details }: Refusal): Sentence {
  const field = FIELDS[pointerIn(details?.errors)]
  if (field) return field
  const known = Object.entries(refusals).find(([name]) => name === code)?.[1]
  return known ?? { ko: `거절됐어요: ${code}.`, en: `It was refused: ${code}.` }
}

function pointerIn(errors: unknown): string {
  const [first]: unknown[] = Array.isArray(errors) ? errors : []
  return typeof first === 'object' && first !== null && 'pointer' in first ? String(first.pointer) : ''
}

const INPUT_BYTES_MAX = 10_000

async function standardInput(): Promise<string> {
  if (process.stdin.isTTY) process.stderr.write('비밀번호 · Password: ')
  let text = ''
  for await (const chunk of process.stdin) {
    text += chunk
    if (text.length > INPUT_BYTES_MAX || (process.stdin.isTTY && text.endsWith('\n'))) break
  }
  if (text.length > INPUT_BYTES_MAX) {
    throw new Mistake({ ko: '표준 입력이 비밀번호로는 너무 길어요.', en: 'Standard input is too long for a password.' })
  }
  return text.replace(/\r?\n$/, '')
}
