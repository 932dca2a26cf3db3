/** The wallet of a member: an account linked, money pulled in, sent and paid out; each once, whatever happens on the way. */
import { expect, test } from 'vitest'
import { browserForTests, DEMO, open, type Person, sideways } from './browser.ts'
import { newMember, type TestMember } from './members.ts'
import { openAccount } from './simulators.ts'

const browser = browserForTests()

async function withAccount(options: { won?: number; atBank?: number; name?: string } = {}): Promise<TestMember> {
  const { won = 0, atBank = 1_000_000, name = '한새봄' } = options
  const member = await newMember({ name, won })
  const account = await openAccount(name, atBank)
  const { error } = await member.api.POST('/api/banking/accounts', { body: account })
  if (error) throw new Error(`nothing is linked: ${JSON.stringify(error)}`)
  return member
}

const at = (member: TestMember, width: 'desktop' | 'phone' = 'desktop') =>
  browser.person({ email: member.email, password: member.password, width })

const available = async ({ api }: TestMember): Promise<number> =>
  (await api.GET('/api/money/balance')).data?.available ?? Number.NaN

/** Up to the question that is asked before money leaves. */
async function askedToSend({ page }: Person, amount: string, memo = ''): Promise<void> {
  await page.getByLabel('받는 분의 이메일').fill(DEMO.other)
  await page.getByRole('button', { name: '받는 분 찾기' }).click()
  await page.getByText('이*준님').waitFor()
  await page.getByLabel('보낼 금액').fill(amount)
  await page.getByLabel('메모').fill(memo)
  await page.getByRole('button', { name: /보내기$/ }).click()
  await page.getByRole('dialog').waitFor()
}

const confirmSending = ({ page }: Person) => page.getByRole('dialog').getByRole('button', { name: /보내기$/ })

test('an account that the bank does not know is refused at its field; the right one is linked and unlinked', async () => {
  const member = await newMember({ name: '한새봄' })
  const account = await openAccount('한새봄', 0)
  const person = await at(member)
  const { page } = person
  await open(person, '/wallet/accounts')
  const number = page.getByLabel('계좌번호')
  await page
    .getByRole('combobox', { name: '은행' })
    .or(page.getByRole('textbox', { name: '은행' }))
    .click()
  await page.getByRole('option', { name: '신한은행' }).click()
  await number.fill('110999999999')
  await page.getByRole('button', { name: '계좌 연결하기' }).click()
  await page.getByText('은행에 없는 계좌예요').waitFor()
  expect(await number.getAttribute('aria-invalid')).toBe('true')
  expect(await number.evaluate(field => field === document.activeElement)).toBe(true)
  expect(await number.inputValue()).toBe('110-999-999999')
  await number.fill(account.accountNumber)
  await page.getByRole('button', { name: '계좌 연결하기' }).click()
  await page.getByRole('heading', { name: `신한은행 ····${account.accountNumber.slice(-4)}` }).waitFor()
  await page.getByRole('button', { name: '연결 끊기' }).click()
  await page.getByRole('dialog').getByRole('button', { name: '연결 끊기' }).click()
  await page.getByRole('heading', { name: '은행 계좌를 연결해 주세요' }).waitFor()
  expect(person.complaints).toEqual([])
})

test.each(['desktop', 'phone'] as const)('money is topped up, sent and withdrawn, at a %s', async width => {
  const member = await withAccount()
  const person = await at(member, width)
  const { page } = person
  await open(person, '/wallet/top-up')
  await page.getByText('+10만').click()
  await page.getByRole('button', { name: /100,000.?원 충전하기/ }).click()
  await page.getByRole('heading', { name: '지갑을 충전했어요' }).waitFor()

  await open(person, '/wallet/send')
  await askedToSend(person, '10000', '점심값')
  expect(await page.getByRole('dialog').textContent()).toMatch(/이\*준.*10,000.?원.*점심값/)
  await confirmSending(person).click()
  await page.getByRole('heading', { name: '이*준님에게 보냈어요' }).waitFor()
  expect(await sideways(person)).toBeLessThanOrEqual(0)

  await open(person, '/wallet/withdraw')
  await page.getByLabel('출금할 금액').fill('90001')
  await page.getByText(/지갑에 90,000.?원 있어요/).waitFor()
  await page.getByLabel('출금할 금액').fill('30000')
  await page.getByRole('button', { name: /출금하기$/ }).click()
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /출금하기$/ })
    .click()
  await page.getByRole('heading', { name: '계좌로 출금했어요' }).waitFor()
  expect(await available(member)).toBe(60_000)

  await open(person, '/wallet')
  await page.getByText(/^60,000.?원$/).waitFor()
  await page.getByRole('link', { name: /이\*준/ }).click()
  await page.getByRole('heading', { level: 1, name: '이*준' }).waitFor()
  await page.getByText('점심값').waitFor()
  expect(person.complaints).toEqual([])
})

test('what the bank refuses is explained, with what to do', async () => {
  const person = await at(await withAccount({ atBank: 1_000 }))
  await open(person, '/wallet/top-up')
  await person.page.getByLabel('충전할 금액').fill('50000')
  await person.page.getByRole('button', { name: /충전하기$/ }).click()
  await person.page.getByRole('heading', { name: '충전하지 못했어요' }).waitFor()
  await person.page.getByText('은행 계좌의 잔액이 모자라요').waitFor()
})

test('a double click sends once', async () => {
  const member = await newMember({ won: 50_000 })
  const person = await at(member)
  await open(person, '/wallet/send')
  const sent: string[] = []
  person.page.on('request', request => {
    if (request.method() === 'POST' && request.url().endsWith('/api/remittances')) sent.push(request.url())
  })
  await askedToSend(person, '10000')
  await confirmSending(person).dblclick()
  await person.page.getByRole('heading', { name: '이*준님에게 보냈어요' }).waitFor()
  expect(sent).toHaveLength(1)
  expect(await available(member)).toBe(40_000)
})

test('sent, the answer lost, the page reloaded: the outcome is asked for, and it was sent once', async () => {
  const member = await newMember({ won: 50_000 })
  const person = await at(member)
  await open(person, '/wallet/send')
  const keys: (string | null)[] = []
  await person.page.route('**/api/remittances', async route => {
    if (route.request().method() !== 'POST') return route.continue()
    keys.push(await route.request().headerValue('idempotency-key'))
    const answer = await route.fetch()
    return keys.length === 1 ? route.abort() : route.fulfill({ response: answer })
  })
  await askedToSend(person, '7000')
  await confirmSending(person).click()
  await person.page.getByText('결과를 아직 알 수 없어요').waitFor()
  await person.page.reload()
  await person.page.getByRole('heading', { name: '이*준님에게 보냈어요' }).waitFor()
  expect(keys).toHaveLength(2)
  expect(new Set(keys).size).toBe(1)
  expect(await available(member)).toBe(43_000)
})

test('a bank account is confirmed before anything is sent, and what the wallet lacks is named', async () => {
  const landlord = await openAccount('이임대', 0)
  const person = await at(await withAccount({ won: 30_000 }))
  const { page } = person
  await open(person, '/wallet/send')
  await page.getByRole('button', { name: '은행 계좌로' }).click()
  await page
    .getByRole('combobox', { name: '은행' })
    .or(page.getByRole('textbox', { name: '은행' }))
    .click()
  await page.getByRole('option', { name: '신한은행' }).click()
  await page.getByLabel('계좌번호').fill(landlord.accountNumber)
  await page.getByLabel('예금주').fill('이임데')
  await page.getByRole('button', { name: '받는 계좌 확인하기' }).click()
  await page.getByText('예금주 이름이 달라요').waitFor()
  await page.getByLabel('예금주').fill('이임대')
  await page.getByRole('button', { name: '받는 계좌 확인하기' }).click()
  await page.getByLabel('보낼 금액').fill('50000')
  await page.getByText(/20,000.?원을 가져와서 보내요/).waitFor()
  await page.getByRole('button', { name: /보내기$/ }).click()
  await confirmSending(person).click()
  await page.getByRole('heading', { name: /····\d{4}(으로|로) 보냈어요/ }).waitFor()
  await open(person, '/wallet/send')
  await page.getByRole('heading', { name: '최근에 주고받은 분' }).waitFor()
  await page.getByRole('button', { name: `신한은행 ····${landlord.accountNumber.slice(-4)}` }).click()
  await page.getByText('최근에 보낸 계좌').waitFor()
})

test('the history is filtered by its address, and leaves as a file', async () => {
  const person = await browser.person({ email: DEMO.customer })
  const { page } = person
  await open(person, '/wallet/history')
  await page.getByRole('button', { name: '들어온 돈', exact: true }).click()
  await page.waitForURL('**/wallet/history?direction=in')
  const amounts = page.getByRole('table').last().getByText(/^−/)
  await page.getByText('정*윤').first().waitFor()
  await expect.poll(() => amounts.count()).toBe(0)
  await page.getByLabel('종류').selectOption('deposit')
  await page.waitForURL('**kind=deposit**')
  const file = page.waitForEvent('download')
  await page.getByRole('button', { name: 'CSV 받기' }).click()
  expect((await file).suggestedFilename()).toMatch(/^마당-거래내역-\d{4}-\d{2}-\d{2}\.csv$/)
})

test('web.plain-date a day picked in New York is that day in Seoul', async () => {
  const member = await newMember()
  const person = await browser.person({ email: member.email, password: member.password, timezone: 'America/New_York' })
  const { page } = person
  await open(person, '/wallet/history')
  const asked = page.waitForRequest(
    request => request.url().includes('/api/money/transactions?') && request.url().includes('from='),
  )
  await page.getByRole('textbox', { name: '시작일' }).fill('2025.12.24')
  await page.keyboard.press('Enter')
  await page.waitForURL('**from=2025-12-24**')
  expect(new URL((await asked).url()).searchParams.get('from')).toBe('2025-12-23T15:00:00.000Z')
})
