/** An operator's day: an order traced, a task settled by two people, a member made a merchant, the ledger verified. */
import { expect, inject, test } from 'vitest'
import { browserForTests, DEMO, open, type Person } from './browser.ts'
import { demoApi, newMember, type TestMember } from './members.ts'

const browser = browserForTests()

const operatorAt = () => browser.person({ email: DEMO.operator })

/** A colleague, for what needs two people. */
async function secondOperator(): Promise<TestMember> {
  const member = await newMember({ name: '오둘째' })
  const operator = await demoApi(DEMO.operator)
  const path = { id: member.id }
  const { error } = await operator.PUT('/api/users/{id}/roles', { params: { path }, body: { roles: ['operator'] } })
  if (error) throw new Error(`no second operator: ${JSON.stringify(error)}`)
  return member
}

/** The bank's statement names another amount than we have for one of the demo's payouts: the next reconciliation opens a task. */
async function differAtBank(): Promise<string> {
  const bank = inject('demo').bank
  const books = await (await fetch(`${bank}/simulator/books`)).json()
  const { key, bookedAt } = books.lines.findLast((line: { key: string | null }) => line.key !== null)
  const planted = JSON.stringify({ kind: 'amount', key, amount: 9_999 })
  await fetch(`${bank}/simulator/differences`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: planted,
  })
  const date = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Seoul', dateStyle: 'short' }).format(
    new Date(bookedAt),
  )
  const operator = await demoApi(DEMO.operator)
  await operator.POST('/api/banking/reconciliation', { body: { date } })
  const query = { reference: key, kind: 'bank-difference' }
  const { data } = await operator.GET('/api/operations/tasks', { params: { query } })
  const id = data?.items[0]?.id
  if (!id) throw new Error('the difference is no task')
  return id
}

test('an order is found by its number and traced over all services, down to what a message says', async () => {
  const operator = await demoApi(DEMO.operator)
  const { data } = await operator.GET('/api/orders', { params: { query: { status: 'confirmed', limit: 1 } } })
  const number = data?.items[0]?.number ?? ''
  const person = await operatorAt()
  const { page } = person
  await open(person, '/operations/orders')
  await page.getByPlaceholder('주문번호나').fill(number)
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: number }).click()
  await page.getByRole('heading', { level: 1, name: number }).waitFor()
  await page.getByRole('list', { name: '주문 처리' }).getByText('재고 확보').waitFor()
  await page.getByRole('link', { name: '추적 보기' }).click()
  const waterfall = page.getByRole('list', { name: '폭포수 그림' })
  await waterfall.getByText('reserve-stock').waitFor()
  for (const service of ['catalog', 'payments', 'money'])
    await waterfall.getByText(service, { exact: true }).first().waitFor()
  await waterfall.getByRole('button', { name: 'order-placed' }).click()
  const payload = page.getByRole('dialog').locator('pre')
  await payload.getByText('"orderId"').waitFor()
  expect(await payload.textContent()).toContain('암호화된 개인정보')
  expect(person.complaints).toEqual([])
})

/** Presses what is to be done, gives the reason, and sends it by Enter. */
async function act({ page }: Person, button: string, reason: string, said: string): Promise<void> {
  await page.getByRole('dialog').getByRole('button', { name: button, exact: true }).first().click()
  await page.getByLabel('이유').fill(reason)
  await page.getByLabel('이유').press('Enter')
  await page.getByText(said).first().waitFor()
}

test('a task is taken, tried again by one person, and written off by two', async () => {
  const id = await differAtBank()
  const first = await operatorAt()
  await open(first, `/operations?task=${id}`)
  await first.page.getByRole('button', { name: '내가 맡기' }).click()
  await first.page.getByText('이 일을 맡았어요').waitFor()
  await act(first, '다시 대조', '명세를 다시 받아요', '처리했어요')
  await act(first, '차이 인정 제안하기', '은행에 확인했어요', '제안했어요')
  await first.page.getByText('제안한 사람은 동의할 수 없어요').waitFor()
  const { email, password } = await secondOperator()
  const second = await browser.person({ email, password })
  await open(second, `/operations?task=${id}`)
  await second.page.getByText('제안에 동의하면 바로 실행돼요').waitFor()
  await act(second, '차이 인정에 동의하기', '명세에서 봤어요', '처리했어요')
  await second.page.getByRole('dialog').getByText('처리 완료').first().waitFor()
  expect([...first.complaints, ...second.complaints]).toEqual([])
})

test('a member is found by a whole e-mail address and made a merchant; the change is shown first', async () => {
  const member = await newMember({ name: '신점주' })
  const person = await operatorAt()
  const { page } = person
  await open(person, '/operations/members')
  await page.getByPlaceholder('이메일 전체').fill('nobody-has-this@example.com')
  await page.keyboard.press('Enter')
  await page.getByText('이 이메일을 쓰는 회원이 없어요').waitFor()
  await page.getByPlaceholder('이메일 전체').fill(member.email)
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { level: 1, name: '신*주' }).waitFor()
  await page.getByLabel('점주').check()
  await page.getByRole('button', { name: '역할 바꾸기' }).click()
  const asked = page.getByRole('dialog')
  await asked.getByText('점주', { exact: true }).waitFor()
  await asked.getByRole('button', { name: '역할 바꾸기' }).click()
  await page.getByText('역할을 바꿨어요').waitFor()
  const operator = await demoApi(DEMO.operator)
  const { data } = await operator.GET('/api/users/{id}', { params: { path: { id: member.id } } })
  expect(data?.roles).toEqual(['customer', 'merchant'])
  expect(person.complaints).toEqual([])
})

test('the ledger is verified from the page, and an account is shown as of an instant', async () => {
  const person = await operatorAt()
  const { page } = person
  await open(person, '/operations/ledger')
  await page.getByText('차변과 대변이 맞아요').first().waitFor()
  await page.getByRole('button', { name: '원장 검증하기' }).click()
  await page.getByText('원장이 모두 맞아요').waitFor({ timeout: 60_000 })
  await page.getByRole('link', { name: '매출', exact: true }).first().click()
  await page.getByRole('button', { name: 'sales:KRW' }).click()
  await page.getByRole('table', { name: '분개' }).getByRole('row').nth(1).waitFor()
  await page.getByLabel('기준 시각').fill('2001-01-01T09:00')
  await page.getByRole('button', { name: '이 시각으로 보기' }).click()
  await page.getByText('이 시각까지 적힌 분개가 없어요').waitFor()
  expect(person.complaints).toEqual([])
})
