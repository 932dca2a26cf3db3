/** What went wrong, as sentences for whoever typed the command: known causes by their code, the rest by its own words. */
import { Mistake, type Sentence } from '../../platform/ports/mistake.ts'

interface Fault extends Error {
  readonly code?: unknown
  readonly path?: unknown
  readonly port?: unknown
  readonly address?: unknown
  readonly hostname?: unknown
  readonly syscall?: unknown
}

type Explain = (fault: Fault) => Sentence

const at = ({ path }: Fault): string => (typeof path === 'string' ? path : 'MADANG_DATA')
const serverAt = ({ address, hostname, port }: Fault): string =>
  [address ?? hostname, port].filter(part => part !== undefined).join(':')

const noServer: Explain = fault => ({
  ko: `데이터베이스 서버 ${serverAt(fault)}에 연결할 수 없어요. 서버가 켜져 있는지, DATABASE_URL이 맞는지 확인해 주세요.`,
  en: `There is no database server at ${serverAt(fault)}: start it, or correct DATABASE_URL.`,
})

const notWritable: Explain = fault => ({
  ko: `${at(fault)}에 쓸 수 없어요. 쓰기 권한을 주거나 MADANG_DATA로 다른 폴더를 정해 주세요.`,
  en: `${at(fault)} cannot be written: give the right to, or name another folder with MADANG_DATA.`,
})

const wrongPassword: Explain = () => ({
  ko: '데이터베이스가 사용자 이름이나 비밀번호를 받아들이지 않아요. DATABASE_URL을 확인해 주세요.',
  en: 'The database does not accept the user or the password: correct DATABASE_URL.',
})

/** Codes of Node and of PostgreSQL. */
const EXPLAINED: Readonly<Record<string, Explain>> = {
  ECONNREFUSED: noServer,
  ENOTFOUND: noServer,
  EAI_AGAIN: noServer,
  EHOSTUNREACH: noServer,
  ENETUNREACH: noServer,
  ETIMEDOUT: noServer,
  EADDRINUSE: ({ port }) => ({
    ko: `포트 ${port}을(를) 다른 프로그램이 쓰고 있어요. 그 프로그램을 종료하거나 PORT, PSP_SIMULATOR_PORT, BANK_SIMULATOR_PORT로 다른 포트를 정해 주세요.`,
    en: `Port ${port} is in use: stop what uses it, or choose another with PORT, PSP_SIMULATOR_PORT or BANK_SIMULATOR_PORT.`,
  }),
  EADDRNOTAVAIL: ({ address }) => ({
    ko: `${address} 주소는 이 컴퓨터의 것이 아니에요. HOST를 확인해 주세요.`,
    en: `${address} is no address of this machine: correct HOST.`,
  }),
  EACCES: notWritable,
  EPERM: notWritable,
  EROFS: notWritable,
  ENOTDIR: fault => ({
    ko: `${at(fault)}은(는) 폴더 안의 경로가 아니에요. MADANG_DATA로 폴더를 정해 주세요.`,
    en: `${at(fault)} is not in a folder: name a folder with MADANG_DATA.`,
  }),
  EEXIST: fault => ({
    ko: `${at(fault)}은(는) 폴더가 아니라 파일이에요. MADANG_DATA로 폴더를 정해 주세요.`,
    en: `${at(fault)} is a file, not a folder: name a folder with MADANG_DATA.`,
  }),
  ENOSPC: () => ({
    ko: '디스크가 가득 찼어요. 공간을 마련한 뒤 다시 시작해 주세요.',
    en: 'The disk is full: make room, then start again.',
  }),
  '28P01': wrongPassword,
  '28000': wrongPassword,
  '3D000': () => ({
    ko: 'DATABASE_URL의 데이터베이스가 서버에 없어요. 먼저 만들어 주세요 (createdb).',
    en: 'The database of DATABASE_URL is not on that server: create it first (createdb).',
  }),
  '42501': () => ({
    ko: '데이터베이스 사용자에게 권한이 부족해요. 데이터베이스의 소유자이면서 CREATEROLE 권한이 있어야 해요.',
    en: 'The database user may not do this: it must own the database and have CREATEROLE.',
  }),
  '53300': () => ({
    ko: '데이터베이스의 연결이 모두 쓰이고 있어요. max_connections를 늘리거나 다른 연결을 닫아 주세요.',
    en: 'The database has no connection left: raise max_connections, or close others.',
  }),
  '57P03': () => ({
    ko: '데이터베이스가 아직 시작하거나 멈추는 중이에요. 잠시 후 다시 시도해 주세요.',
    en: 'The database is still starting or stopping: try again shortly.',
  }),
}

function* causesOf(error: unknown): Generator<Error> {
  for (let at = error; at instanceof Error; at = at.cause) {
    // One try for each address of a name: those say where it was.
    if (at instanceof AggregateError) yield* at.errors.flatMap(inner => [...causesOf(inner)])
    yield at
  }
}

/** A port below 1024 needs rights; a folder has a path. */
const isPortOf = ({ code, syscall }: Fault): boolean => code === 'EACCES' && syscall === 'listen'

function explained(fault: Fault): Sentence | null {
  if (isPortOf(fault)) {
    return {
      ko: `포트 ${fault.port}을(를) 열 권한이 없어요. PORT로 1024 이상의 포트를 정해 주세요.`,
      en: `Port ${fault.port} may not be opened: choose one from 1024 with PORT.`,
    }
  }
  return EXPLAINED[String(fault.code ?? '')]?.(fault) ?? null
}

export interface Explained {
  readonly sentences: readonly Sentence[]
  /** 2: nothing was begun, and a person can mend it. 1: a fault. */
  readonly exitCode: 1 | 2
}

export function explain(error: unknown): Explained {
  const causes = [...causesOf(error)]
  const mistake = causes.find(cause => cause instanceof Mistake)
  if (mistake) return { sentences: mistake.sentences, exitCode: 2 }
  for (const cause of causes) {
    const sentence = explained(cause)
    if (sentence) return { sentences: [sentence], exitCode: 2 }
  }
  const words = causes.length > 0 ? causes.map(({ message }) => message).join(': ') : String(error)
  const fault = {
    ko: `예기치 못한 오류예요. LOG_LEVEL=debug로 다시 실행하면 자세히 보여요: ${words}`,
    en: `An unexpected fault; LOG_LEVEL=debug shows all of it: ${words}`,
  }
  return { sentences: [fault], exitCode: 1 }
}
