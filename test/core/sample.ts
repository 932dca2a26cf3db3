/** Two small services that exercise the platform: `stock` counts units, `shop` sells them by a saga. */

import type { CallDefinition } from '../../platform/kit/calls.ts'
import { accept, type Command, type Context } from '../../platform/kit/command.ts'
import { refuse } from '../../platform/kit/refusal.ts'
import type { SagaDefinition } from '../../platform/kit/saga-definition.ts'
import { startSaga } from '../../platform/saga/decide.ts'
import { sagaKey } from '../../platform/saga/state.ts'
import { bareService, type ServiceDefinition } from '../../platform/service/service.ts'

export interface Counter {
  readonly count: number
}

const counter = {
  name: 'counter',
  shape: 1,
  initial: (): Counter => ({ count: 0 }),
  evolve: (state: Counter, event: { type: string; data: { by: number } }): Counter =>
    event.type === 'stock.changed' ? { count: state.count + event.data.by } : state,
}

/** Changes a counter; never below zero. */
export function change(id: string, by: number): Command {
  const key = `counter:${id}`
  return {
    type: 'stock.change',
    keys: [key],
    decide(states) {
      const { count } = states.of<Counter>(key)
      if (by === 666) throw new Error('a poisonous amount')
      if (count + by < 0) return refuse('too_few', { count })
      return accept([{ stream: key, type: 'stock.changed', data: { id, by } }], { reply: { count: count + by } })
    },
  }
}

export const stock = bareService({
  name: 'stock',
  migrations: new URL('./migrations/', import.meta.url),
  aggregates: [counter],
  accepts: {
    'stock.change': (input: { id: string; by: number }) => change(input.id, input.by),
  },
})

export interface Sale {
  readonly item: string
  readonly quantity: number
  readonly charge: boolean
  readonly shipping?: 'refuse' | 'refuse-return'
}

export const sell: SagaDefinition<Sale> = {
  name: 'sell',
  owner: 'shop operators',
  asks: ['stock', 'shop'],
  steps: [
    {
      kind: 'send',
      name: 'take',
      ask: sale => ({ to: 'stock', command: 'stock.change', input: { id: sale.item, by: -sale.quantity } }),
      undo: sale => ({
        to: sale.shipping === 'refuse-return' ? 'shop' : 'stock',
        command: sale.shipping === 'refuse-return' ? 'shop.ship' : 'stock.change',
        input: sale.shipping === 'refuse-return' ? { refuse: true } : { id: sale.item, by: sale.quantity },
      }),
    },
    { kind: 'call', name: 'charge', when: sale => sale.charge, call: 'charge', input: sale => sale.item },
    {
      kind: 'send',
      name: 'ship',
      pivot: true,
      ask: sale => ({ to: 'shop', command: 'shop.ship', input: { refuse: sale.shipping !== undefined } }),
    },
  ],
}

export function sale(id: string, data: Sale): Command {
  return {
    type: 'shop.sell',
    keys: [sagaKey(id)],
    decide: (_, context) => ({ ...startSaga(sell, id, data, 'shop', context), status: 202, reply: { id } }),
  }
}

export const shop = (charge: CallDefinition, seen: (by: number) => void = () => {}): ServiceDefinition =>
  bareService({
    name: 'shop',
    migrations: new URL('./migrations/', import.meta.url),
    sagas: [sell],
    calls: () => ({ charge }),
    accepts: {
      'shop.ship': (input: { refuse: boolean }) => ({
        type: 'shop.ship',
        keys: [],
        decide: () => (input.refuse ? refuse('no_courier') : accept([])),
      }),
    },
    reactions: [
      {
        name: 'follows-stock',
        from: 'stock',
        on: {
          'stock.changed': ({ data }) => {
            if (data.by === 13) throw new Error('a poison message')
            const decide = (_: unknown, context: Context) => {
              seen(data.by)
              return accept([{ stream: `note:${context.causationId}`, type: 'shop.noted', data }])
            }
            return [{ type: 'shop.note', keys: [], decide }]
          },
        },
      },
    ],
  })
