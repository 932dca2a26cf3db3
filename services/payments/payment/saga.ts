/** The sagas of payments: how a command that moves money begins one. */
import type { Accepted, Context } from '../../../platform/kit/command.ts'
import type { NewMessage } from '../../../platform/kit/message.ts'
import type { SagaDefinition } from '../../../platform/kit/saga-definition.ts'
import { startSaga } from '../../../platform/saga/decide.ts'

/** Who looks at a saga that is stuck. */
export const OWNER = 'payments operators'

/** A saga of this payment, begun by the command that decides it. */
export const sagaIdOf = (saga: SagaDefinition, paymentId: string): string => `${saga.name}/${paymentId}`

/** The events of the command, and the saga it begins. */
export function begin(
  saga: SagaDefinition,
  id: string,
  data: unknown,
  context: Context,
  facts: NewMessage[],
): Accepted {
  const started = startSaga(saga, id, data, 'payments', context)
  return { ...started, messages: [...facts, ...started.messages] }
}
