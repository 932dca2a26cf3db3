/** The people of the demo, whom tests and screenshots log in as. */
export const DEMO = {
  customer: 'minji@madang.demo',
  other: 'seojun@madang.demo',
  merchant: 'merchant@madang.demo',
  operator: 'operator@madang.demo',
} as const

export const DEMO_PASSWORD = 'madang-demo'
