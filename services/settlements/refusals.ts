/** What the settlements service refuses, in both languages. */
import { sharedRefusals } from '../../contracts/refusals.ts'
import { defineCatalogue, refusalsFrom } from '../../platform/kit/refusal.ts'

export const refusals = defineCatalogue({
  ...refusalsFrom(sharedRefusals, 'settlement_unknown', 'franchise_unknown'),
  settlement_not_failed: {
    status: 409,
    ko: '실패한 정산만 다시 시도할 수 있어요. 정산 상태를 확인해 주세요.',
    en: 'Only a settlement that has failed can be tried again. Check its status.',
  },
  settlement_not_under_way: {
    status: 409,
    ko: '진행 중인 정산이 아니에요. 정산 상태를 확인해 주세요.',
    en: 'The settlement is not under way. Check its status.',
  },
  business_date_in_future: {
    status: 422,
    ko: '아직 오지 않은 영업일은 정산할 수 없어요. 오늘이나 지난 날짜를 골라 주세요.',
    en: 'This business date has not come yet. Choose today or an earlier date.',
  },
})
