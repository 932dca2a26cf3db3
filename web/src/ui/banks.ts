/** Korean banks by their codes, and how each groups the digits of its account numbers. */

export interface BankFacts {
  readonly code: string
  readonly ko: string
  readonly en: string
  /** Lengths of the groups, for each length of a number that the bank gives out: `3-3-6`. */
  readonly groups: readonly string[]
}

const bank = (code: string, ko: string, en: string, ...groups: string[]): BankFacts => ({ code, ko, en, groups })

/** In the order in which people look for them: the large ones first. */
export const BANKS: readonly BankFacts[] = [
  bank('088', '신한은행', 'Shinhan Bank', '3-3-6', '3-2-6'),
  bank('004', '국민은행', 'KB Kookmin Bank', '6-2-6', '3-2-4-3'),
  bank('020', '우리은행', 'Woori Bank', '4-3-6', '3-6-2-3'),
  bank('081', '하나은행', 'Hana Bank', '3-6-5'),
  bank('011', 'NH농협은행', 'NH NongHyup Bank', '3-4-4-2', '3-2-6'),
  bank('003', '기업은행', 'Industrial Bank of Korea', '3-6-2-3', '3-2-6-1'),
  bank('090', '카카오뱅크', 'KakaoBank', '4-2-7'),
  bank('092', '토스뱅크', 'Toss Bank', '4-4-4'),
  bank('089', '케이뱅크', 'K bank', '3-3-6'),
  bank('045', '새마을금고', 'MG Community Credit', '4-4-4-1'),
  bank('071', '우체국', 'Korea Post', '6-2-6'),
  bank('048', '신협', 'Credit Unions', '3-3-6'),
  bank('023', 'SC제일은행', 'SC First Bank', '3-2-6'),
  bank('027', '한국씨티은행', 'Citibank Korea', '3-5-3'),
  bank('002', '산업은행', 'Korea Development Bank', '3-4-4-3'),
  bank('007', '수협은행', 'Suhyup Bank', '4-4-4'),
  bank('031', 'iM뱅크', 'iM Bank', '3-2-6-1'),
  bank('032', '부산은행', 'Busan Bank', '3-4-4-2'),
  bank('039', '경남은행', 'Kyongnam Bank', '3-4-4-2'),
  bank('034', '광주은행', 'Kwangju Bank', '3-3-6'),
  bank('037', '전북은행', 'Jeonbuk Bank', '4-2-7'),
  bank('035', '제주은행', 'Jeju Bank', '2-2-6'),
  bank('012', '지역농축협', 'Local NongHyup', '3-4-4-2'),
  bank('050', '저축은행', 'Savings Banks', '3-2-6-1'),
]

const byCode = new Map(BANKS.map(each => [each.code, each]))

/** A code that is not listed stands for itself. */
export const bankName = (code: string, language: 'ko' | 'en'): string => byCode.get(code)?.[language] ?? code

/** What an account number is to the API. */
export const accountDigits = (text: string): string => text.normalize('NFKC').replace(/\D/g, '')

const lengthsOf = (groups: string): number[] => groups.split('-').map(Number)
const sum = (lengths: readonly number[]): number => lengths.reduce((all, each) => all + each, 0)

/** `110-345-678901`, whatever was pasted; a number of another length than the bank's stays as it is. */
export function formatAccount(code: string, text: string): string {
  const digits = accountDigits(text)
  const lengths = byCode
    .get(code)
    ?.groups.map(lengthsOf)
    .find(each => sum(each) === digits.length)
  if (!lengths) return text.trim()
  let from = 0
  return lengths
    .map(length => {
      from += length
      return digits.slice(from - length, from)
    })
    .join('-')
}
