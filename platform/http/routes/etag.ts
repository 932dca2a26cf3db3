/**
 * Whoever changes what somebody else has changed meanwhile is told so (RFC 9110 §8.8.3 and §13.1.1). A read answers the
 * `ETag` of what can be edited, and a write with that tag in `If-Match` is refused with 412 once it is an older one:
 *
 *     read({ …, tagged: true, read: async () => tagged(presented, versionTag(head)) }),
 *     write({ …, edits: ({ params }) => editOf(note.key(params.id), versionTag), … }),
 *
 * `resource` does the first by itself. A tag names the version of what can be edited, not the bytes of one answer.
 */
import { hash } from 'node:crypto'
import type { States } from '../../kit/command.ts'
import type { HeadKey } from '../../kit/head-key.ts'

export interface Version<S> {
  readonly version: number
  readonly state: S
}

/** What a write changes. */
export interface Edit {
  /** Of the head that the tag is of. */
  readonly key: string
  /** Its tag now; null where there is nothing yet. */
  readonly tagIn: (states: States) => string | null
}

export const editOf = <S>(key: HeadKey<S>, tagOf: (head: Version<S>) => string): Edit => ({
  key,
  tagIn(states) {
    const version = states.version(key)
    return version === 0 ? null : tagOf({ version, state: states.of(key) })
  },
})

export const versionTag = ({ version }: { readonly version: number }): string => `"${version}"`

/** 132 bits. */
const HASH_LENGTH = 22

/** For a part of a head, which other events change too: the tag stays while the part does. */
export const contentTag = (content: unknown): string =>
  `"${hash('sha256', JSON.stringify(content), 'base64url').slice(0, HASH_LENGTH)}"`
