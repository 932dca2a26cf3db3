/** Refusals that are recorded: a wrong password is counted, a stolen token ends its log-in. */
import { type Accepted, recordRefusal } from '../../../platform/kit/command.ts'
import type { NewMessage } from '../../../platform/kit/message.ts'
import { refuse } from '../../../platform/kit/refusal.ts'
import { refusals } from '../refusals.ts'

export const recordAndRefuse = (code: keyof typeof refusals, messages: readonly NewMessage[]): Accepted =>
  recordRefusal(refuse(code), refusals, messages)
