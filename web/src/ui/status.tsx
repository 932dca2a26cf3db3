/** One word, colour and sign for one state, wherever it is shown. A state that the API gains does not compile without one. */

import type { Order, Payment, Remittance, Schemas, Settlement } from '@madang/client'
import { Badge } from '@mantine/core'
import {
  IconAlertTriangle,
  IconArrowBackUp,
  IconCircleCheck,
  IconCircleDashed,
  IconCircleX,
  IconClock,
  IconTruck,
} from '@tabler/icons-react'
import type { ComponentType } from 'react'
import { useTranslation } from 'react-i18next'

/** What a state means for whoever looks at it. */
export type Tone = 'waiting' | 'running' | 'moving' | 'action' | 'done' | 'failed' | 'undone'

interface Look {
  readonly color: string
  readonly icon: ComponentType<{ size?: number; stroke?: number; 'aria-hidden'?: boolean }>
}

export const LOOKS: Record<Tone, Look> = {
  waiting: { color: 'gray', icon: IconCircleDashed },
  running: { color: 'indigo', icon: IconClock },
  moving: { color: 'indigo', icon: IconTruck },
  action: { color: 'amber', icon: IconAlertTriangle },
  done: { color: 'pine', icon: IconCircleCheck },
  failed: { color: 'crimson', icon: IconCircleX },
  undone: { color: 'plum', icon: IconArrowBackUp },
}

/** The states of each kind of thing. */
export interface Statuses {
  readonly order: Order['status']
  readonly shipment: Schemas['Shipment']['status']
  readonly payment: Payment['status']
  readonly refund: Schemas['Refund']['status']
  readonly topUp: Schemas['TopUp']['status']
  readonly withdrawal: Schemas['Withdrawal']['status']
  readonly bankTransfer: Schemas['BankTransfer']['status']
  readonly remittance: Remittance['status']
  readonly settlement: Settlement['status']
  readonly member: Schemas['Member']['status']
  readonly saga: Schemas['Saga']['status']
  readonly task: 'open' | 'working' | 'closed'
}

export const TONES: { readonly [K in keyof Statuses]: Record<Statuses[K], Tone> } = {
  order: {
    pending: 'waiting',
    awaiting_payment: 'action',
    confirmed: 'done',
    partially_shipped: 'moving',
    shipped: 'moving',
    delivered: 'done',
    failed: 'failed',
    cancelling: 'running',
    cancelled: 'undone',
    refunded: 'undone',
  },
  shipment: { open: 'action', shipped: 'moving', delivered: 'done' },
  payment: {
    requested: 'waiting',
    authorized: 'running',
    approved: 'done',
    declined: 'failed',
    voided: 'undone',
    partially_refunded: 'undone',
    refunded: 'undone',
    settling: 'running',
    settled: 'done',
  },
  refund: { requested: 'running', done: 'done', failed: 'failed' },
  topUp: { requested: 'running', returning: 'running', succeeded: 'done', failed: 'failed' },
  withdrawal: { requested: 'running', succeeded: 'done', failed: 'failed' },
  bankTransfer: { requested: 'running', completed: 'done', failed: 'failed', unknown: 'action' },
  remittance: {
    started: 'running',
    topping_up: 'running',
    transferring: 'running',
    succeeded: 'done',
    failed: 'failed',
  },
  settlement: { created: 'waiting', transferring: 'running', paid: 'done', failed: 'failed' },
  member: { active: 'done', deactivated: 'failed', forgotten: 'undone' },
  saga: { running: 'running', undoing: 'running', done: 'done', undone: 'undone', stuck: 'action' },
  task: { open: 'action', working: 'running', closed: 'done' },
}

interface StatusProps<K extends keyof Statuses> {
  readonly of: K
  readonly status: Statuses[K]
  /** What it means to this reader, where that is something else: what one has to do, another waits for. */
  readonly tone?: Tone
}

export function Status<K extends keyof Statuses>({ of, status, tone }: StatusProps<K>) {
  const { t } = useTranslation()
  const tones: Record<string, Tone> = TONES[of]
  const { color, icon: Sign } = LOOKS[tone ?? tones[status as string] ?? 'waiting']
  return (
    <Badge color={color} leftSection={<Sign size={13} stroke={2.2} aria-hidden />} data-status={status as string}>
      {t(`status.${of}.${status}` as never)}
    </Badge>
  )
}
