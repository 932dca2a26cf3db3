/** What the franchises service refuses, in both languages. */
import { sharedRefusals } from '../../contracts/refusals.ts'
import { defineCatalogue, refusalsFrom } from '../../platform/kit/refusal.ts'

export const refusals = defineCatalogue({
  ...refusalsFrom(sharedRefusals, 'franchise_unknown'),
  franchise_exists: { status: 409, ko: '이미 등록된 가맹점입니다.', en: 'This franchise is registered already.' },
  fee_by_operator: { status: 403, ko: '수수료율은 운영자만 정할 수 있습니다.', en: 'Only an operator sets the fee.' },
  merchant_unknown: {
    status: 422,
    ko: '가맹점을 등록할 수 있는 점주가 아닙니다.',
    en: 'There is no such active merchant.',
  },
})
