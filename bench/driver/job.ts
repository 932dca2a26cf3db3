/** What the driver's process gets and reports. */
import type { RequestSource } from '../requests/index.ts'
import type { LoadOptions } from './load.ts'
import type { MeasuredText } from './measured.ts'

export interface Job extends Omit<LoadOptions, 'requests' | 'onEdge'> {
  readonly requests: RequestSource
}

export type ToDriver =
  | { readonly do: 'run'; readonly job: Job }
  | { readonly do: 'renew'; readonly source: RequestSource }
  | { readonly do: 'ended'; readonly count: number }

export type FromDriver =
  | { readonly is: 'edge' }
  | { readonly is: 'measured'; readonly measured: MeasuredText }
  | { readonly is: 'fault'; readonly message: string }
