/** Names of banks in Korea by their codes, as the Korea Financial Telecommunications & Clearings Institute gives them. */
interface BankName {
  readonly ko: string
  readonly en: string
}

const BANKS: Readonly<Record<string, BankName>> = {
  '002': { ko: 'KDB산업은행', en: 'Korea Development Bank' },
  '003': { ko: 'IBK기업은행', en: 'Industrial Bank of Korea' },
  '004': { ko: 'KB국민은행', en: 'KB Kookmin Bank' },
  '007': { ko: '수협은행', en: 'Suhyup Bank' },
  '011': { ko: 'NH농협은행', en: 'NH NongHyup Bank' },
  '012': { ko: '지역 농·축협', en: 'Local NongHyup' },
  '020': { ko: '우리은행', en: 'Woori Bank' },
  '023': { ko: 'SC제일은행', en: 'Standard Chartered Bank Korea' },
  '027': { ko: '한국씨티은행', en: 'Citibank Korea' },
  '031': { ko: 'iM뱅크', en: 'iM Bank' },
  '032': { ko: '부산은행', en: 'Busan Bank' },
  '034': { ko: '광주은행', en: 'Kwangju Bank' },
  '035': { ko: '제주은행', en: 'Jeju Bank' },
  '037': { ko: '전북은행', en: 'Jeonbuk Bank' },
  '039': { ko: '경남은행', en: 'Kyongnam Bank' },
  '045': { ko: '새마을금고', en: 'MG Community Credit Cooperatives' },
  '048': { ko: '신협', en: 'Credit Unions' },
  '050': { ko: '저축은행', en: 'Savings Banks' },
  '064': { ko: '산림조합중앙회', en: 'National Forestry Cooperative Federation' },
  '071': { ko: '우체국', en: 'Korea Post' },
  '081': { ko: '하나은행', en: 'Hana Bank' },
  '088': { ko: '신한은행', en: 'Shinhan Bank' },
  '089': { ko: '케이뱅크', en: 'K bank' },
  '090': { ko: '카카오뱅크', en: 'KakaoBank' },
  '092': { ko: '토스뱅크', en: 'Toss Bank' },
}

/** A bank that is not known here is called by its code. */
export const bankName = (code: string): BankName => BANKS[code] ?? { ko: `은행 ${code}`, en: `Bank ${code}` }
