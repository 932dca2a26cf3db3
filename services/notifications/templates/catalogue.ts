/** All templates by name, and the texts that are made of stored messages. */
import type { MessageParams } from '../../../contracts/notifications.ts'
import type { Language } from '../../../platform/http/routes/route.ts'
import { announcementTemplates } from './announcements.ts'
import { moneyTemplates } from './money.ts'
import { orderTemplates } from './orders.ts'
import { settlementTemplates } from './settlements.ts'
import type { Mentioned, Names, Template } from './template.ts'

export const templates: readonly Template[] = [
  ...Object.values(orderTemplates),
  ...Object.values(moneyTemplates),
  ...Object.values(settlementTemplates),
  ...Object.values(announcementTemplates),
]

const byName: ReadonlyMap<string, Template> = new Map(templates.map(each => [each.name, each]))

export const findTemplate = (name: string): Template | undefined => byName.get(name)

export interface Stored {
  readonly template: string
  readonly params: MessageParams
}

/** A message of another release, whose template this one does not have. */
const unknownText = { ko: '새로운 소식이 있어요.', en: 'There is news for you.' }

export const mentionedIn = ({ template, params }: Stored): Mentioned => findTemplate(template)?.mentions(params) ?? {}

export const textOf = ({ template, params }: Stored, language: Language, names: Names): string =>
  findTemplate(template)?.text(language, params, names) ?? unknownText[language]
