/** What stops nobody, but is odd. */
import { nearest } from '../command-line/nearest.ts'
import { type Env, settings } from '../settings/settings.ts'
import { type Finding, finding } from './finding.ts'
import type { Facts } from './look.ts'

const GIB = 1024 ** 3
const DISK_FREE_GIB_MIN = 5
const CLOCK_AHEAD_MS_MAX = 2_000
const POSTGRES_TESTED = 18
const LOOPBACK = ['127.0.0.1', 'localhost', '::1']

type Rule = (env: Env, facts: Facts) => Finding | null

const isLoopback = (host: string): boolean => LOOPBACK.includes(host.replace(/^\[|\]$/g, ''))

/** On the loopback address only a proxy of this machine can let anybody in. */
const proxies: Rule = ({ NODE_ENV, HOST = '127.0.0.1', MADANG_TRUSTED_PROXIES }) => {
  if (NODE_ENV !== 'production' || MADANG_TRUSTED_PROXIES !== undefined) return null
  return isLoopback(HOST)
    ? finding(
        'MADANG_TRUSTED_PROXIES',
        '이 컴퓨터의 프록시가 목록에 없어 모든 손님이 한 주소로 보여요 (요청 제한도 함께 세어요). 프록시를 쓴다면 127.0.0.1을 적어 주세요.',
        'does not list the proxy of this machine, so all clients look like one, also to the rate limits: give 127.0.0.1 if you have one.',
      )
    : finding(
        'MADANG_TRUSTED_PROXIES',
        '비어 있어요. 앞에 프록시나 로드 밸런서가 있다면 그 주소를 적어 주세요.',
        'is empty: if a proxy or load balancer stands before it, give its address.',
      )
}

const keysBesideData: Rule = (_, { keyFile }) =>
  keyFile?.isThere && keyFile.isBesideData
    ? finding(
        'MASTER_KEY_FILE',
        `${keyFile.path}이(가) 데이터와 같은 폴더에 있고, 다른 곳에 사본이 있는지는 알 수 없어요. 파일을 안전한 곳에 백업해 주세요. 잃으면 아무도 로그인할 수 없어요.`,
        `${keyFile.path} lies beside the data, and whether there is a copy elsewhere nobody knows: keep one in a safe place; without it nobody can log in.`,
      )
    : null

const postgresVersion: Rule = (_, { postgres }) =>
  postgres !== null && Math.floor(postgres.version / 10_000) > POSTGRES_TESTED
    ? finding(
        'PostgreSQL',
        `${POSTGRES_TESTED}보다 새로운 버전이에요. 아직 시험하지 않았어요.`,
        `is newer than ${POSTGRES_TESTED}, which is the one that is tested.`,
      )
    : null

const embedded: Rule = ({ NODE_ENV, DATABASE_URL }) =>
  NODE_ENV === 'production' && DATABASE_URL === undefined
    ? finding(
        'DATABASE_URL',
        '없어서 내장 데이터베이스를 써요. 복제가 없으니 백업을 자주 해 주세요.',
        'is not set, so the database is the embedded one: it has no replica, so make backups often.',
      )
    : null

const unencrypted =
  (name: 'PSP_URL' | 'BANK_URL' | 'VAULT_ADDR'): Rule =>
  env => {
    const text = env[name]
    if (text === undefined || new URL(text).protocol === 'https:' || isLoopback(new URL(text).hostname)) return null
    return finding(name, 'https가 아니어서 비밀이 그대로 전송돼요.', 'is not https: secrets travel in the clear.')
  }

const databaseTls: Rule = ({ DATABASE_URL }) => {
  if (DATABASE_URL === undefined) return null
  const { hostname, searchParams } = new URL(DATABASE_URL)
  if (hostname === '' || isLoopback(hostname) || searchParams.has('host') || searchParams.has('sslmode')) return null
  return finding(
    'DATABASE_URL',
    '다른 컴퓨터의 서버인데 sslmode가 없어요. ?sslmode=verify-full을 붙여 주세요.',
    'is on another machine, and without sslmode: add ?sslmode=verify-full.',
  )
}

const diskSpace: Rule = (_, { diskFree_bytes }) =>
  diskFree_bytes !== null && diskFree_bytes < DISK_FREE_GIB_MIN * GIB
    ? finding(
        'MADANG_DATA',
        `디스크에 ${(diskFree_bytes / GIB).toFixed(1)} GiB만 남았어요. 공간을 마련해 주세요.`,
        `has ${(diskFree_bytes / GIB).toFixed(1)} GiB left on its disk: make room.`,
      )
    : null

const clock: Rule = (_, { postgres }) =>
  postgres !== null && Math.abs(postgres.clockAhead_ms) > CLOCK_AHEAD_MS_MAX
    ? finding(
        'clock',
        `이 컴퓨터와 데이터베이스의 시계가 ${Math.round(Math.abs(postgres.clockAhead_ms) / 1_000)}초 달라요. NTP를 켜 주세요.`,
        `of this machine and of the database differ by ${Math.round(Math.abs(postgres.clockAhead_ms) / 1_000)} s: use NTP.`,
      )
    : null

const names = settings.map(({ name }) => name)

/** Our own prefix, and a name that no table has: it does nothing. */
function misspelt(env: Env): readonly Finding[] {
  const unknown = Object.keys(env).filter(name => name.startsWith('MADANG_') && !names.includes(name))
  return unknown.map(name => {
    const meant = nearest(name, names)
    return finding(
      name,
      `없는 설정이에요.${meant ? ` 혹시 ${meant}인가요?` : ''}`,
      `is no setting${meant ? `; did you mean ${meant}?` : '.'}`,
    )
  })
}

const RULES: readonly Rule[] = [
  proxies,
  keysBesideData,
  postgresVersion,
  embedded,
  unencrypted('PSP_URL'),
  unencrypted('BANK_URL'),
  unencrypted('VAULT_ADDR'),
  databaseTls,
  diskSpace,
  clock,
]

export const oddities = (env: Env, facts: Facts): readonly Finding[] => [
  ...RULES.flatMap(rule => rule(env, facts) ?? []),
  ...misspelt(env),
]
