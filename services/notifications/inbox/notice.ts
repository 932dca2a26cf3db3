/** What a member is to be told, before their inbox decides on it. */
import type { Category, MessageParams } from '../../../contracts/notifications.ts'

/** How notices of a template become one. */
export interface Merging {
  /** Only those of the same key are put together. */
  readonly key: string
  readonly together: (params: readonly MessageParams[]) => Pick<Notice, 'params' | 'link'>
}

/** What a member is to be told. */
export interface Notice {
  readonly template: string
  readonly params: MessageParams
  readonly link: string | null
  readonly category: Category
  readonly action: boolean
  /** Told regardless of what the member has switched off, as whatever asks for an action is. */
  readonly important: boolean
  readonly sourceId: string
  /** The others that a merged one stands for. */
  readonly moreSources?: readonly string[]
  readonly collapseKey?: string | undefined
  /** How many of them become one. */
  readonly merging?: Merging
}

/** What it was about has ended: the message that stands for the key is hidden. */
export interface Ending {
  readonly ended: string
}
