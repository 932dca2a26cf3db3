/** What stops a start with NODE_ENV=production: demo data, simulators, keys and secrets that others know. */
import type { Env } from '../settings/settings.ts'
import { SIMULATOR_SECRETS } from '../simulators.ts'
import { type Finding, finding } from './finding.ts'
import type { Facts } from './look.ts'

const COMMON_PASSWORDS = ['', 'madang', 'postgres', 'password', 'secret', 'admin', '1234']
const SECRET_CHARS_MIN = 16

type Rule = (env: Env, facts: Facts) => Finding | null

const simulated =
  (name: 'PSP_URL' | 'BANK_URL' | 'SMTP_URL', ko: string, en: string): Rule =>
  env =>
    env[name] === undefined
      ? finding(
          name,
          `없어서 ${ko} 시뮬레이터를 써요. 실제 주소를 설정해 주세요.`,
          `is not set, so the ${en} is a simulator: set the real address.`,
        )
      : null

/** Keys of the processor for tests begin so: they move no money. */
const isTestKey = (text: string): boolean => text.startsWith('test_')

const secretOf =
  (name: keyof typeof SIMULATOR_SECRETS): Rule =>
  env => {
    const text = env[name]
    if (text === undefined)
      return finding(
        name,
        '없어요. 계약한 곳에서 받은 값을 설정해 주세요.',
        'is not set: set what your partner gave you.',
      )
    if (text === SIMULATOR_SECRETS[name] || isTestKey(text) || text.length < SECRET_CHARS_MIN)
      return finding(
        name,
        `시험용이거나 ${SECRET_CHARS_MIN}자보다 짧은 값이에요. 운영용 값을 설정해 주세요.`,
        `is one for tests, or shorter than ${SECRET_CHARS_MIN} characters: set the one for production.`,
      )
    return null
  }

const masterKeys: Rule = ({ MASTER_KEY_FILE, VAULT_ADDR }) =>
  MASTER_KEY_FILE === undefined && VAULT_ADDR === undefined
    ? finding(
        'MASTER_KEY_FILE',
        '없어서 마스터 키가 데이터와 같은 폴더에 있어요. 따로 보관하는 파일을 정하거나 VAULT_ADDR를 설정해 주세요.',
        'is not set, so the master keys lie beside the data: name a file that is kept elsewhere, or set VAULT_ADDR.',
      )
    : null

const vaultToken: Rule = ({ VAULT_ADDR, VAULT_TOKEN }) => {
  if (VAULT_ADDR === undefined) return null
  if (VAULT_TOKEN !== undefined && VAULT_TOKEN !== 'root') return null
  return finding(
    'VAULT_TOKEN',
    '없거나 개발용 값이에요. 이 키만 쓸 수 있는 토큰을 설정해 주세요.',
    'is not set, or the one for development: set a token for this key only.',
  )
}

const databasePassword: Rule = ({ DATABASE_URL }) => {
  if (DATABASE_URL === undefined) return null
  const { password, hostname, searchParams } = new URL(DATABASE_URL)
  // At a socket the system says who somebody is.
  const isSocket = hostname === '' || searchParams.get('host')?.startsWith('/') === true
  if (isSocket || !COMMON_PASSWORDS.includes(decodeURIComponent(password))) return null
  return finding(
    'DATABASE_URL',
    '비밀번호가 없거나 누구나 아는 값이에요. 새 비밀번호를 정해 주세요.',
    'has no password, or one that everybody knows: choose another.',
  )
}

const forTests =
  (name: 'MADANG_CHECK_REPLIES' | 'MADANG_CRASH_AT'): Rule =>
  env =>
    env[name] === undefined || env[name] === 'off'
      ? null
      : finding(name, '시험용 설정이에요. 지워 주세요.', 'is for tests: remove it.')

const mailFrom: Rule = ({ MAIL_FROM }) =>
  MAIL_FROM === undefined
    ? finding(
        'MAIL_FROM',
        '없어요. 메일을 보내는 사람의 이름과 주소를 설정해 주세요. 예: 마당 <no-reply@example.com>',
        'is not set: set the sender of mails, such as Madang <no-reply@example.com>.',
      )
    : null

const publicUrl: Rule = ({ MADANG_PUBLIC_URL }) =>
  MADANG_PUBLIC_URL?.startsWith('https:')
    ? null
    : finding(
        'MADANG_PUBLIC_URL',
        '없거나 https가 아니에요. 손님이 들어오는 주소를 설정해 주세요. 메일의 링크가 이 주소로 시작해요.',
        'is not set, or not https: set the address that people come by; links in mails begin with it.',
      )

const credentialsLimit: Rule = ({ MADANG_RATE_LIMIT_CREDENTIALS }) =>
  MADANG_RATE_LIMIT_CREDENTIALS === 'off'
    ? finding(
        'MADANG_RATE_LIMIT_CREDENTIALS',
        '꺼져 있어 비밀번호를 마음껏 시도할 수 있어요. 지우거나 횟수를 정해 주세요.',
        'is off, so passwords can be tried without end: remove it, or give a number.',
      )
    : null

const demoLogIns: Rule = (_, { demoLogIns: emails }) =>
  emails.length === 0
    ? null
    : finding(
        'DATABASE_URL, MADANG_DATA',
        `데이터베이스에 누구나 아는 데모 로그인이 있어요 (${emails.join(', ')}). 빈 데이터베이스에서 시작해 주세요.`,
        `the database has demo log-ins that everybody knows (${emails.join(', ')}): begin with an empty one.`,
      )

const keyFileRights: Rule = (_, { keyFile }) =>
  keyFile?.isOpenToOthers
    ? finding(
        'MASTER_KEY_FILE',
        `${keyFile.path}을(를) 다른 사용자도 읽을 수 있어요. chmod 600으로 막아 주세요.`,
        `${keyFile.path} can be read by other users: chmod 600.`,
      )
    : null

const RULES: readonly Rule[] = [
  simulated('PSP_URL', '카드', 'card processor'),
  secretOf('PSP_SECRET_KEY'),
  secretOf('PSP_WEBHOOK_SECRET'),
  simulated('BANK_URL', '은행', 'bank'),
  secretOf('BANK_API_KEY'),
  simulated('SMTP_URL', '메일 서버', 'mail server'),
  mailFrom,
  publicUrl,
  masterKeys,
  keyFileRights,
  vaultToken,
  databasePassword,
  credentialsLimit,
  forTests('MADANG_CHECK_REPLIES'),
  forTests('MADANG_CRASH_AT'),
  demoLogIns,
]

export const stopsProduction = (env: Env, facts: Facts): readonly Finding[] =>
  RULES.flatMap(rule => rule(env, facts) ?? [])
