/** What the statuses of a saga mean to people. */
import { namedEnum, type WordsOf } from '../kit/named-enum.ts'

/** Of a saga that there is. */
export const SAGA_STATUS = {
  running: { ko: '진행 중', en: 'It goes on by itself.' },
  undoing: { ko: '되돌리는 중', en: 'A step was refused; what was done before it is being undone.' },
  done: { ko: '완료', en: 'All its steps are done.' },
  undone: { ko: '되돌림', en: 'What it had done is undone.' },
  stuck: { ko: '멈춤', en: 'It cannot go on until a person has looked at it.' },
} as const satisfies WordsOf<string>

/** `new`: there is none yet. */
export type SagaStatus = 'new' | keyof typeof SAGA_STATUS

export const SagaStatusSchema = namedEnum('SagaStatus', SAGA_STATUS, {
  description: 'How far a saga has come.',
  example: 'done',
})
