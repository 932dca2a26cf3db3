/** The mail with the link, as a saga of one call: it is sent, or given up, and nothing depends on it. */
import type { SagaDefinition } from '../../../platform/kit/saga-definition.ts'
import { sagaStarter } from '../../../platform/saga/starter.ts'
import type { Reset } from './token.ts'

export const resetMailSaga: SagaDefinition<Reset> = {
  name: 'password-reset-mail',
  owner: 'identity operators',
  asks: [],
  steps: [{ kind: 'call', name: 'send', call: 'password-reset-mail', input: reset => reset, byHand: true }],
}

export const resetMails = sagaStarter(resetMailSaga, 'identity')
