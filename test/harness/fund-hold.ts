/** A service that asks the book for funded holds, as a payment or a remittance does, and keeps what was answered. */
import type { Static } from 'typebox'
import { fundHold } from '../../contracts/money.ts'
import type { Command } from '../../platform/kit/command.ts'
import type { SagaDefinition } from '../../platform/kit/saga-definition.ts'
import { startSaga } from '../../platform/saga/decide.ts'
import { type SagaState, sagaKey } from '../../platform/saga/state.ts'
import { bareService } from '../../platform/service/service.ts'

export type FundingRequest = Static<typeof fundHold.schema>

const funding: SagaDefinition<FundingRequest> = {
  name: 'funding',
  owner: 'nobody',
  asks: ['money'],
  steps: [{ kind: 'send', name: 'fund', ask: data => fundHold.ask(data) }],
}

export const payer = bareService({
  name: 'payer',
  migrations: new URL('../core/migrations/', import.meta.url),
  sagas: [funding],
})

export const fundingKey = (holdId: string): string => sagaKey(`funding/${holdId}`)

export const requestHold = (request: FundingRequest): Command => ({
  type: 'payer.ask',
  keys: [fundingKey(request.holdId)],
  decide: (_, context) => startSaga(funding, `funding/${request.holdId}`, request, 'payer', context),
})

/** `FundedHold`, or the code it was refused with; undefined while there is no answer. */
export const answerIn = ({ status, results, reason }: SagaState): unknown => {
  if (status === 'done') return results.fund
  return status === 'undone' ? reason : undefined
}
