/** The processor and we say different things of a payment: a task, where that is not settled by itself. */
import { defineTask } from '../../../platform/service/define-service.ts'
import type { Named } from '../../../platform/service/task.ts'
import { look } from './look.ts'
import { type Opening, PROCESSOR_DIFFERENCE } from './open-difference.ts'

const CAUSES: Readonly<Record<Opening['why'], Named>> = {
  not_settled: { ko: '결제가 아직 끝나지 않았어요.', en: 'The payment has not come to an end yet.' },
  money_left: {
    ko: '대행사에 우리가 받지 않은 돈이 남아 있어요.',
    en: 'The processor holds money that no payment of ours has taken.',
  },
  suspense_given_back: {
    ko: '보관 중인 돈을 대행사가 이미 돌려줬어요.',
    en: 'The processor has given back by itself what is in suspense.',
  },
  given_back: { ko: '대행사가 우리보다 더 많이 환불했어요.', en: 'The processor gave back more than we refunded.' },
  not_given_back: { ko: '대행사가 우리보다 덜 환불했어요.', en: 'The processor gave back less than we refunded.' },
  amount_differs: { ko: '대행사의 결제 금액이 우리와 달라요.', en: 'The processor charged another amount.' },
  not_charged: { ko: '대행사에서는 결제되지 않았어요.', en: 'The processor does not know it as charged.' },
  no_answer: { ko: '대행사가 답하지 않아요.', en: 'The processor does not answer.' },
  refunded_twice: { ko: '두 번 환불됐을 수 있어요.', en: 'It may have been refunded twice.' },
  not_in_statement: { ko: '대행사의 정산 명세에 없어요.', en: 'It is not in the processor’s statement.' },
  statement_differs: { ko: '대행사의 정산 명세와 금액이 달라요.', en: 'The processor’s statement says otherwise.' },
}

export const differenceTask = defineTask({
  kind: PROCESSOR_DIFFERENCE,
  what: { ko: '결제 대행사와 다른 결제', en: 'A payment that the processor sees otherwise' },
  causes: CAUSES,
  actions: {
    'look-again': {
      name: { ko: '대행사에 다시 확인', en: 'Ask the processor again' },
      does: {
        ko: '결제 대행사에 지금 상태를 다시 물어요. 맞으면 끝나고, 아니면 다시 열려요.',
        en: 'Asks the processor how the payment stands: closed if we agree, open again if not.',
      },
      ends: false,
      command: ({ facts }, context) => look(context, { paymentKey: facts.paymentKey ?? '', looks: 1 }),
    },
    accept: {
      name: { ko: '차이 인정', en: 'Accept the difference' },
      does: {
        ko: '차이를 그대로 두고 끝내요. 결제는 바뀌지 않아요.',
        en: 'Ends it with the difference as it is. The payment does not change.',
      },
      secondPerson: true,
    },
  },
})
