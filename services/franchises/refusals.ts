/** What the franchises service refuses, in both languages. */
import { sharedRefusals } from '../../contracts/refusals.ts'
import { defineCatalogue, refusalsFrom } from '../../platform/kit/refusal.ts'

export const refusals = defineCatalogue({
  ...refusalsFrom(sharedRefusals, 'franchise_unknown'),
  franchise_exists: {
    status: 409,
    ko: '이미 등록된 가맹점이에요. 가맹점 목록을 확인해 주세요.',
    en: 'This franchise is registered already. See the list of franchises.',
  },
  fee_by_operator: {
    status: 403,
    ko: '수수료율은 운영자만 정할 수 있어요. 운영자에게 문의해 주세요.',
    en: 'Only an operator can set the fee. Ask an operator.',
  },
  merchant_unknown: {
    status: 422,
    ko: '이용 중인 점주를 찾을 수 없어요. 점주의 회원 번호를 확인해 주세요.',
    en: 'There is no such active merchant. Check the member’s id.',
  },
})
