/** What members are told about money that came, came back or did not move. */
import { Type } from 'typebox'
import { links } from './links.ts'
import { template } from './template.ts'
import { Money, money, moneyWith } from './words.ts'

const transaction = ({ transferId }: { readonly transferId: string }) => links.transaction(transferId)

interface Text {
  readonly ko: string
  readonly en: string
}

/** Why a bank or a rule said no, as far as people can do something about it. */
const reasons: Readonly<Record<string, Text>> = {
  bank_insufficient_funds: {
    ko: '은행 계좌 잔액이 부족해요.',
    en: 'The bank account does not hold enough.',
  },
  insufficient_funds: { ko: '잔액이 부족해요.', en: 'The balance is too low.' },
  over_limit: { ko: '한도를 넘었어요. 금액을 줄여 주세요.', en: 'That is beyond the limit. Choose a smaller amount.' },
  bank_limit_exceeded: {
    ko: '은행의 이체 한도를 넘었어요. 금액을 줄여 주세요.',
    en: 'That is beyond the bank’s limit. Choose a smaller amount.',
  },
  bank_refused: { ko: '은행이 거절했어요. 은행에 문의해 주세요.', en: 'The bank refused it. Ask your bank.' },
  bank_unavailable: {
    ko: '은행이 응답하지 않아요. 잠시 후 다시 시도해 주세요.',
    en: 'The bank does not answer. Try again later.',
  },
  account_closed: { ko: '해지된 계좌예요. 다른 계좌를 연결해 주세요.', en: 'The account is closed. Link another one.' },
  account_not_linked: { ko: '연결된 계좌가 없어요.', en: 'No bank account is linked.' },
  recipient_inactive: { ko: '받는 분이 이용을 멈췄어요.', en: 'The recipient is no longer active.' },
}

const otherReason: Text = { ko: '내역에서 이유를 확인해 주세요.', en: 'Look at its details for the reason.' }
const why = (reason: string): Text => reasons[reason] ?? otherReason

/** Many that came at once. */
const Several = Type.Object({ count: Type.Integer({ minimum: 2 }), ...Money })
const Failed = Type.Object({ id: Type.String(), reason: Type.String(), ...Money })

export const moneyTemplates = {
  transferReceived: template('transfer-received', {
    category: 'money',
    params: Type.Union([Type.Object({ transferId: Type.String(), from: Type.String(), ...Money }), Several]),
    link: params => ('count' in params ? links.transactions : transaction(params)),
    mentions: params => ('count' in params ? {} : { members: [params.from] }),
    merging: {
      key: ({ currency }) => currency,
      together: all => ({
        count: all.length,
        amount: all.reduce((sum, { amount }) => sum + amount, 0),
        currency: all[0]?.currency ?? '',
      }),
    },
    ko: (params, names) =>
      'count' in params
        ? `${params.count}건의 송금으로 ${moneyWith('을', params)} 받았어요.`
        : `${names.member(params.from)}님이 ${moneyWith('을', params)} 보냈어요.`,
    en: (params, names) =>
      'count' in params
        ? `You received ${money('en', params)} in ${params.count} transfers.`
        : `${names.member(params.from)} sent you ${money('en', params)}.`,
  }),
  depositReceived: template('deposit-received', {
    category: 'money',
    params: Type.Object({ transferId: Type.String(), ...Money }),
    link: transaction,
    ko: sent => `지갑에 ${moneyWith('이', sent)} 들어왔어요.`,
    en: sent => `${money('en', sent)} has arrived in your wallet.`,
  }),
  expenseReceived: template('expense-received', {
    category: 'money',
    params: Type.Object({ transferId: Type.String(), ...Money }),
    link: transaction,
    ko: sent => `신청한 경비 ${moneyWith('을', sent)} 지급했어요.`,
    en: sent => `Your expenses of ${money('en', sent)} have been paid.`,
  }),
  remittanceReceived: template('remittance-received', {
    category: 'money',
    params: Type.Object({ remittanceId: Type.String(), from: Type.String(), ...Money }),
    link: () => links.transactions,
    mentions: ({ from }) => ({ members: [from] }),
    ko: ({ from, ...sent }, names) => `${names.member(from)}님이 ${moneyWith('을', sent)} 송금했어요.`,
    en: ({ from, ...sent }, names) => `${names.member(from)} sent you ${money('en', sent)}.`,
  }),
  remittanceFailed: template('remittance-failed', {
    category: 'money',
    params: Failed,
    link: ({ id }) => links.remittance(id),
    ko: ({ reason, ...sent }) => `${moneyWith('을', sent)} 송금하지 못했어요. ${why(reason).ko}`,
    en: ({ reason, ...sent }) => `${money('en', sent)} could not be sent. ${why(reason).en}`,
  }),
  topUpFailed: template('top-up-failed', {
    category: 'money',
    params: Failed,
    link: ({ id }) => links.topUp(id),
    ko: ({ reason, ...asked }) => `${moneyWith('을', asked)} 충전하지 못했어요. ${why(reason).ko}`,
    en: ({ reason, ...asked }) => `${money('en', asked)} could not be topped up. ${why(reason).en}`,
  }),
  withdrawalFailed: template('withdrawal-failed', {
    category: 'money',
    params: Failed,
    link: ({ id }) => links.withdrawal(id),
    ko: ({ reason, ...asked }) => `${moneyWith('을', asked)} 출금하지 못해서 지갑에 그대로 두었어요. ${why(reason).ko}`,
    en: ({ reason, ...asked }) =>
      `${money('en', asked)} could not be withdrawn and stays in your wallet. ${why(reason).en}`,
  }),
  holdExpired: template('hold-expired', {
    category: 'money',
    params: Type.Object({ holdId: Type.String(), ...Money }),
    link: () => links.wallet,
    ko: held => `결제가 끝나지 않아, 묶어 두었던 ${moneyWith('을', held)} 다시 쓸 수 있어요.`,
    en: held => `A payment did not go through: the ${money('en', held)} set aside for it is yours to use again.`,
  }),
}
