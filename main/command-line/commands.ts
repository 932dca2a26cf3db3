/**
 * The commands with their arguments and options. What is read, what is refused, the help and the table in
 * `docs/reference/command-line.md` derive from here.
 */
import type { Sentence } from '../../platform/ports/mistake.ts'

export interface Option extends Sentence {
  readonly name: string
  /** What stands for its value in the help; null for a flag. */
  readonly value: string | null
  /** What counts without it. */
  readonly otherwise?: string
}

export interface Argument {
  readonly name: string
  /** One, none or one, or any number of words. */
  readonly count: 'one' | 'some' | 'any'
}

export interface Command extends Sentence {
  readonly name: string
  readonly arguments: readonly Argument[]
  readonly options: readonly Option[]
  /** More for its own help. */
  readonly more?: Sentence
}

const flag = (name: string, ko: string, en: string): Option => ({ name, value: null, ko, en })
const valued = (name: string, value: string, otherwise: string, ko: string, en: string): Option => ({
  name,
  value,
  ...(otherwise && { otherwise }),
  ko,
  en,
})

const MEASURING: readonly Option[] = [
  valued('seconds', 'N', '10', '부하마다 재는 시간(초)', 'how long each load is measured'),
  valued('warmup', 'N', '5', '그 전에 데우는 시간(초)', 'seconds before that'),
  valued('turns', 'N', '3', '번갈아 재는 횟수, 중앙값을 써요', 'how often it is measured in turns; the median counts'),
  valued('again', 'N', '3', '방해를 받으면 다시 재는 횟수', 'how often it is measured again where the host disturbed'),
  valued('connections', 'N', '128', '동시 연결 수', 'one request under way on each'),
  valued('wallets', 'N', '10000', '참여하는 회원 수', 'members who take part'),
  valued('rate', 'N', '', '초당 요청 수를 고정해요', 'one load of N requests a second'),
  valued('transfers', 'N', '1000000', 'start 시나리오의 이체 수', 'how many the scenario start makes'),
  valued('growth-max', 'N', '10000000', 'growth 시나리오의 최대 이력', 'the longest history of the scenario growth'),
  valued('data', 'DIR', '', '데이터베이스를 DIR에 남겨요', 'keep the databases in DIR'),
  valued('report', 'DIR', 'bench/reports/…', '보고서를 둘 곳', 'where the report goes'),
  flag('profile', 'CPU 프로파일과 플레임 그래프를 만들어요', "profile the server's CPU, and add flame graphs"),
]

export const commands: readonly Command[] = [
  {
    name: 'start',
    arguments: [],
    options: [
      flag('demo', '데모 데이터와 로그인을 만들어요', 'demo data and log-ins, and the simulators on fixed ports'),
    ],
    ko: '모든 것을 시작해요',
    en: 'starts everything; `npm start` is `start --demo`',
  },
  {
    name: 'dev',
    arguments: [],
    options: [flag('demo', '데모 데이터와 로그인을 만들어요', 'demo data and log-ins')],
    ko: '서버와, 고치는 대로 바뀌는 웹 앱을 함께 시작해요',
    en: 'the server, and the web app with hot reload before it; `npm run dev` is `dev --demo`',
  },
  {
    name: 'build-web',
    arguments: [],
    options: [],
    ko: '운영에 쓸 웹 앱을 빌드하고 압축해요',
    en: 'builds the web app for production, compressed beforehand; `npm run build:web`',
  },
  {
    name: 'doctor',
    arguments: [],
    options: [],
    ko: '운영을 막을 것과 이상한 점을 알려 줘요',
    en: 'lists what would stop production, and what is odd; exit code 1 when something must be mended',
  },
  {
    name: 'migrate',
    arguments: [],
    options: [],
    ko: '데이터베이스를 이 버전에 맞춰요',
    en: 'brings the database to the schema of this release',
  },
  {
    name: 'seed',
    arguments: [],
    options: [],
    ko: '빈 데이터베이스에 데모 데이터를 만들어요',
    en: 'fills an empty database with the demo data',
  },
  {
    name: 'verify',
    arguments: [],
    options: [],
    ko: '장부와 불변식을 검사해요',
    en: 'recomputes the books and prints every difference; exit code 1 if there is one',
  },
  {
    name: 'rebuild',
    arguments: [
      { name: 'SERVICE', count: 'one' },
      { name: 'VIEW', count: 'one' },
    ],
    options: [],
    ko: '뷰를 이벤트로 다시 만들어요',
    en: 'rebuilds a read model from its events, such as `rebuild money regions`',
  },
  {
    name: 'topology',
    arguments: [],
    options: [flag('mermaid', 'Mermaid 그림으로 출력해요', 'as a flowchart for Mermaid')],
    ko: '서비스·소비자·사가·타이머·연결 목록을 보여 줘요',
    en: 'lists services, consumers, sagas, timers and connections, without a database',
  },
  {
    name: 'openapi',
    arguments: [],
    options: [],
    ko: 'OpenAPI 문서를 출력해요',
    en: 'prints the OpenAPI document, without a database, to [generate a client](../guide/generate-a-client.md) from',
  },
  {
    name: 'operator',
    arguments: [
      { name: 'EMAIL', count: 'one' },
      { name: 'NAME', count: 'some' },
    ],
    options: [],
    ko: '운영자를 만들어요. 비밀번호는 표준 입력으로 받아요',
    en: 'creates an operator; the password is read from standard input',
    more: {
      ko: "예: echo '긴 비밀번호' | node bin/madang.mjs operator ops@example.com '운영 팀'",
      en: "Example: echo 'a long password' | node bin/madang.mjs operator ops@example.com 'Operations'",
    },
  },
  {
    name: 'reference',
    arguments: [],
    options: [],
    ko: '코드에서 나오는 문서를 다시 써요',
    en: 'writes what derives from the code in `docs/reference`',
  },
  {
    name: 'bench',
    arguments: [{ name: 'NAME', count: 'any' }],
    options: MEASURING,
    ko: '부하를 걸어 재고 보고해요',
    en: 'drives load against an application of its own and [reports](../performance/README.md) it',
  },
]

/** `rebuild SERVICE VIEW`, `start [--demo]`. */
export function usageOf({ name, arguments: given, options }: Command): string {
  const words = given.map(({ name: word, count }) => {
    if (count === 'any') return `[${word} …]`
    return count === 'some' ? `${word} …` : word
  })
  const flags = options.length > 3 ? ['[OPTIONS]'] : options.map(option => `[--${option.name}]`)
  return [name, ...words, ...flags].join(' ')
}
