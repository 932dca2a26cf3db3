/**
 * Starts the sagas of one definition, each named after the thing that it is about (`remittance/rem_1`):
 *
 *     const remitting = sagaStarter(sending, 'remittance')
 *     keys: [remittanceKey(id), remitting.key(id)]
 *     const started = remitting.start(id, data, context)
 */
import type { Accepted, Context } from '../kit/command.ts'
import type { HeadKey } from '../kit/head-key.ts'
import type { SagaDefinition } from '../kit/saga-definition.ts'
import { startSaga } from './decide.ts'
import { type SagaState, sagaKey } from './state.ts'

export interface SagaStarter<D> {
  /** The head of the saga about this id, which the command that starts it names. */
  readonly key: (id: string) => HeadKey<SagaState>
  readonly start: (id: string, data: D, context: Context) => Accepted
}

/** `service` is the one that runs the saga. */
export function sagaStarter<D>(definition: SagaDefinition<D>, service: string): SagaStarter<D> {
  const sagaIdOf = (id: string): string => `${definition.name}/${id}`
  return {
    key: id => sagaKey(sagaIdOf(id)),
    start: (id, data, context) => startSaga(definition, sagaIdOf(id), data, service, context),
  }
}
