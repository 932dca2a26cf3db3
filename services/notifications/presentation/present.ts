/** Messages as the API shows them: with their text, in the language of the reader. */
import { maskedNames } from '../../../contracts/identity.ts'
import type { Language } from '../../../platform/http/routes/route.ts'
import type { ServiceContext } from '../../../platform/service/service.ts'
import { type Announcement, announcementKey } from '../announcements/feature.ts'
import { franchiseNames } from '../copies/feature.ts'
import type { StoredMessage } from '../inbox/feature.ts'
import { type Mentioned, mentionedIn, type Names, textOf } from '../templates/feature.ts'

/** Names that identity gives at once. */
const NAMES_MAX = 500

const formerMember = { ko: '탈퇴한 회원', en: 'A former member' }
const unknownFranchise = { ko: '가맹점', en: 'the shop' }

type Deps = Pick<ServiceContext, 'read' | 'rpc' | 'writer'>

const idsIn = (mentioned: readonly Mentioned[], kind: keyof Mentioned): readonly string[] => [
  ...new Set(mentioned.flatMap(each => each[kind] ?? [])),
]

async function memberNames({ rpc }: Deps, ids: readonly string[]): Promise<Readonly<Record<string, string>>> {
  const pages: Promise<Record<string, string>>[] = []
  for (let at = 0; at < ids.length; at += NAMES_MAX)
    pages.push(rpc.call(maskedNames, { ids: ids.slice(at, at + NAMES_MAX) }))
  return Object.assign({}, ...(await Promise.all(pages)))
}

async function announcementsById({ writer }: Deps, ids: readonly string[]): Promise<ReadonlyMap<string, Announcement>> {
  const heads = await Promise.all(ids.map(id => writer.head(announcementKey(id))))
  return new Map(heads.flatMap((head, index) => (head ? [[ids[index] ?? '', head.state]] : [])))
}

/** What the messages mention, looked up at once. */
async function namesOf(deps: Deps, messages: readonly StoredMessage[]): Promise<(language: Language) => Names> {
  const mentioned = messages.map(mentionedIn)
  const [members, franchises, announcements] = await Promise.all([
    memberNames(deps, idsIn(mentioned, 'members')),
    franchiseNames(deps.read, idsIn(mentioned, 'franchises')),
    announcementsById(deps, idsIn(mentioned, 'announcements')),
  ])
  return language => ({
    member: id => members[id] ?? formerMember[language],
    franchise: id => franchises.get(id) ?? unknownFranchise[language],
    announcement: id => announcements.get(id)?.[language] ?? '',
  })
}

export interface Item {
  readonly id: string
  readonly seq: number
  readonly category: string
  readonly action: boolean
  readonly text: string
  readonly link: string | null
  readonly createdAt: string
  readonly readAt: string | null
}

const itemOf = (message: StoredMessage, language: Language, names: Names): Item => {
  const { id, seq, category, action, link, createdAt, readAt } = message
  const text = textOf(message, language, names)
  const at = { createdAt: createdAt.toISOString(), readAt: readAt?.toISOString() ?? null }
  return { id, seq, category, action, text, link, ...at }
}

/** Each in the language that `languageOf` says of its member. */
export async function presentEach(
  deps: Deps,
  messages: readonly StoredMessage[],
): Promise<(message: StoredMessage, language: Language) => Item> {
  const names = await namesOf(deps, messages)
  const byLanguage = { ko: names('ko'), en: names('en') }
  return (message, language) => itemOf(message, language, byLanguage[language])
}

export async function presentAll(
  deps: Deps,
  messages: readonly StoredMessage[],
  language: Language,
): Promise<readonly Item[]> {
  const present = await presentEach(deps, messages)
  return messages.map(message => present(message, language))
}
