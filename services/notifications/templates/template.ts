/**
 * A template of messages: what it is about, which facts it needs, and its text in both languages beside each other. Facts
 * are ids, amounts in minor units, dates and codes. What people and shops are called is looked up when the text is made.
 */
import type { Static, TSchema } from 'typebox'
import { Compile } from 'typebox/schema'
import type { Category, MessageParams } from '../../../contracts/notifications.ts'
import type { Language } from '../../../platform/http/routes/route.ts'
import type { Merging, Notice } from '../inbox/feature.ts'

/** What has to be looked up, as ids. */
export interface Mentioned {
  readonly members?: readonly string[]
  readonly franchises?: readonly string[]
  readonly announcements?: readonly string[]
}

/** What was looked up, in the reader's language. */
export interface Names {
  /** Masked, or that they have left. */
  member(id: string): string
  franchise(id: string): string
  /** The text of an announcement. */
  announcement(id: string): string
}

type Say<P> = (params: P, names: Names) => string

interface TemplateOptions<S extends TSchema> {
  readonly category: Category
  /** It asks the reader to do something. */
  readonly action?: boolean
  readonly params: S
  /** A path of the web app. */
  readonly link: (params: Static<S>) => string | null
  readonly mentions?: (params: Static<S>) => Mentioned
  /** How many of them become one: only those of the same key. */
  readonly merging?: {
    readonly key: (params: Static<S>) => string
    readonly together: (all: readonly Static<S>[]) => Static<S> & MessageParams
  }
  readonly ko: Say<Static<S>>
  readonly en: Say<Static<S>>
}

/** What a message is from; see `message-stored`. */
export interface Source extends Pick<Notice, 'sourceId' | 'collapseKey'> {
  /** Told regardless of what the member has switched off. */
  readonly important?: boolean
}

/** A template whose facts are known at run time only. Facts that are none of its give null. */
export interface Template {
  readonly name: string
  readonly category: Category
  readonly action: boolean
  noticeOf(params: MessageParams, source: Source): Notice | null
  mentions(params: MessageParams): Mentioned | null
  text(language: Language, params: MessageParams, names: Names): string | null
}

export interface TypedTemplate<P> extends Template {
  /** What is stored for a member. */
  notice(params: P, source: Source): Notice
}

const NOTHING: Mentioned = {}

function mergingOf<S extends TSchema>(
  { merging, link }: Pick<TemplateOptions<S>, 'merging' | 'link'>,
  isValid: (given: unknown) => given is Static<S>,
): ((params: Static<S>) => { readonly merging: Merging }) | null {
  if (!merging) return null
  const together: Merging['together'] = all => {
    const params = merging.together(all.filter(isValid))
    return { params, link: link(params) }
  }
  return params => ({ merging: { key: merging.key(params), together } })
}

export function template<const S extends TSchema>(
  name: string,
  options: TemplateOptions<S>,
): TypedTemplate<Static<S> & MessageParams> {
  const { category, action = false, link, mentions = () => NOTHING } = options
  const validator = Compile(options.params)
  const isValid = (given: unknown): given is Static<S> => validator.Check(given)
  const merging = mergingOf(options, isValid)
  const notice = (params: Static<S> & MessageParams, source: Source): Notice => ({
    ...{ template: name, params, link: link(params), category, action, important: false },
    ...source,
    ...merging?.(params),
  })
  return {
    name,
    category,
    action,
    notice,
    noticeOf: (given, source) => (isValid(given) ? notice(given, source) : null),
    mentions: given => (isValid(given) ? mentions(given) : null),
    text: (language, given, names) => (isValid(given) ? options[language](given, names) : null),
  }
}
