/** The processor and we say different things of a payment: a task, where that is not settled by itself. */
import { defineTask } from '../../../platform/service/define-service.ts'
import { look } from './look.ts'
import { PROCESSOR_DIFFERENCE } from './open-difference.ts'

export const differenceTask = defineTask({
  kind: PROCESSOR_DIFFERENCE,
  what: { ko: '결제 대행사와 다른 결제', en: 'A payment that the processor sees otherwise' },
  actions: {
    'look-again': {
      name: { ko: '대행사에 다시 확인', en: 'Ask the processor again' },
      ends: false,
      command: ({ facts }, context) => look(context, { paymentKey: facts.paymentKey ?? '', looks: 1 }),
    },
    accept: { name: { ko: '차이 인정', en: 'Accept the difference' }, secondPerson: true },
  },
})
