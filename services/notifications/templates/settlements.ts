/** What merchants are told about their earnings. */
import { Type } from 'typebox'
import { links } from './links.ts'
import { template } from './template.ts'
import { BusinessDate, day, Money, money, moneyWith } from './words.ts'

const Settlement = Type.Object({
  settlementId: Type.String(),
  franchiseId: Type.String(),
  businessDate: BusinessDate,
  ...Money,
})

const common = {
  category: 'settlements',
  link: () => links.settlements,
  mentions: ({ franchiseId }: { readonly franchiseId: string }) => ({ franchises: [franchiseId] }),
} as const

export const settlementTemplates = {
  paid: template('settlement-paid', {
    ...common,
    params: Settlement,
    ko: ({ franchiseId, businessDate, ...paid }, names) =>
      `${names.franchise(franchiseId)}의 ${day('ko', businessDate)} 정산금 ${moneyWith('을', paid)} 보냈어요.`,
    en: ({ franchiseId, businessDate, ...paid }, names) =>
      `${money('en', paid)} for ${names.franchise(franchiseId)} of ${day('en', businessDate)} has been paid out.`,
  }),
  failed: template('settlement-failed', {
    ...common,
    action: true,
    params: Type.Object({ ...Settlement.properties, reason: Type.String() }),
    ko: ({ franchiseId, businessDate, ...paid }, names) =>
      `${names.franchise(franchiseId)}의 ${day('ko', businessDate)} 정산금 ${moneyWith('을', paid)} 보내지 못했어요. 정산 계좌를 확인해 주세요.`,
    en: ({ franchiseId, businessDate, ...paid }, names) =>
      `${money('en', paid)} for ${names.franchise(franchiseId)} of ${day('en', businessDate)} could not be paid out. Check the shop’s bank account.`,
  }),
}
