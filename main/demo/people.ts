/** The people of the demo. Their log-ins are printed at the start. */
import type { Role } from '../../contracts/identity.ts'

export const DEMO_PASSWORD = 'madang-demo'

export interface DemoPerson {
  readonly email: string
  readonly name: string
  readonly region: string
  readonly roles: readonly Role[]
  /** KRW that an operator has posted to the wallet. */
  readonly wallet: number
  /** Their account at the bank simulator, linked from the first day on. */
  readonly bank: { readonly bankCode: string; readonly accountNumber: string; readonly balance: number } | null
}

export const OPERATOR: DemoPerson = {
  email: 'operator@madang.demo',
  name: '한마당',
  region: '서울',
  roles: ['operator'],
  wallet: 0,
  bank: null,
}

const at = (bankCode: string, accountNumber: string, balance: number) => ({ bankCode, accountNumber, balance })

export const MERCHANT: DemoPerson = {
  email: 'merchant@madang.demo',
  name: '박점주',
  region: '부산',
  roles: ['merchant'],
  wallet: 500_000,
  bank: at('004', '94160200123456', 8_000_000),
}

export const CUSTOMER: DemoPerson = {
  email: 'minji@madang.demo',
  name: '김민지',
  region: '서울',
  roles: [],
  wallet: 1_500_000,
  bank: at('088', '110345678901', 3_000_000),
}

export const MEMBERS: readonly DemoPerson[] = [
  MERCHANT,
  CUSTOMER,
  {
    email: 'seojun@madang.demo',
    name: '이서준',
    region: '인천',
    roles: [],
    wallet: 1_300_000,
    bank: at('020', '1002456789012', 2_500_000),
  },
  {
    email: 'haeun@madang.demo',
    name: '최하은',
    region: '대구',
    roles: [],
    wallet: 1_100_000,
    bank: at('081', '62191034567890', 2_000_000),
  },
  {
    email: 'doyun@madang.demo',
    name: '정도윤',
    region: '광주',
    roles: [],
    wallet: 900_000,
    bank: at('090', '3333012345678', 1_500_000),
  },
  {
    email: 'alex@madang.demo',
    name: 'Alex Kim',
    region: '제주',
    roles: [],
    wallet: 700_000,
    bank: at('092', '100012345678', 1_000_000),
  },
]

export const DEMO_EMAILS: readonly string[] = [OPERATOR, ...MEMBERS].map(({ email }) => email)
