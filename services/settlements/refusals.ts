/** What the settlements service refuses, in both languages. */
import { sharedRefusals } from '../../contracts/refusals.ts'
import { defineCatalogue, refusalsFrom } from '../../platform/kit/refusal.ts'

export const refusals = defineCatalogue({
  ...refusalsFrom(sharedRefusals, 'settlement_unknown', 'franchise_unknown'),
  settlement_not_failed: {
    status: 409,
    ko: '실패한 정산만 다시 시도할 수 있습니다.',
    en: 'Only a settlement that has failed is tried again.',
  },
  settlement_not_under_way: { status: 409, ko: '진행 중인 정산이 아닙니다.', en: 'The settlement is not under way.' },
  business_date_in_future: {
    status: 422,
    ko: '아직 오지 않은 영업일은 정산할 수 없습니다.',
    en: 'A business date that has not come is not settled.',
  },
})
