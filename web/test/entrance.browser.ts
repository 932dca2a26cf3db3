/** How somebody becomes a member, and comes back in who has forgotten the password. */
import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { browserForTests, DEMO, open } from './browser.ts'
import { newMember } from './members.ts'
import { linkMailedTo } from './simulators.ts'

const browser = browserForTests()
const PASSWORD = 'a-long-enough-word'

test('a visitor signs up, is told at the fields what is wrong, is welcomed, and goes on to where they wanted', async () => {
  const person = await browser.person()
  const { page } = person
  await page.goto('/wallet/accounts')
  await page.waitForURL('**/login?next=*')
  await page.getByRole('link', { name: '회원가입' }).click()
  const join = page.getByRole('button', { name: '가입하기' })
  await join.click()
  await page.getByText('이름을 입력해 주세요').waitFor()
  expect(await page.evaluate(() => document.activeElement?.getAttribute('autocomplete'))).toBe('name')
  await page.getByLabel('이름').fill('한새봄')
  const email = page.getByLabel('이메일')
  await email.fill(DEMO.customer)
  await page.locator('input[autocomplete=new-password]').fill(PASSWORD)
  await page.getByLabel('휴대폰 번호').fill('+82 10 2345 6789')
  await join.click()
  await page.getByText('이미 사용 중인 이메일').waitFor()
  expect(await email.evaluate(field => field === document.activeElement)).toBe(true)
  expect(await page.getByLabel('휴대폰 번호').inputValue()).toBe('010-2345-6789')
  await email.fill(`new-${randomUUID()}@example.com`)
  await join.click()
  await page.getByRole('heading', { name: '한새봄님, 환영해요' }).waitFor()
  await page.getByRole('button', { name: '하던 일 계속하기' }).click()
  await page.waitForURL('**/wallet/accounts')
  await open(person, '/account')
  expect(await page.getByLabel('휴대폰 번호').inputValue()).toBe('010-2345-6789')
  expect(person.complaints).toEqual([])
})

test('who has forgotten the password sets another by the link of a mail, once', async () => {
  const member = await newMember()
  const person = await browser.person()
  const { page } = person
  await open(person, '/forgotten-password')
  await page.getByLabel('이메일').fill(member.email)
  await page.getByRole('button', { name: '링크 받기' }).click()
  await page.getByRole('heading', { name: '메일을 보냈어요' }).waitFor()
  const link = await linkMailedTo(member.email)
  await page.goto(link)
  await page.locator('input[autocomplete=new-password]').fill('another-long-word')
  await page.getByRole('button', { name: '비밀번호 바꾸기' }).click()
  await page.waitForURL('**/login')
  await page.getByText('비밀번호를 바꿨어요').waitFor()
  await page.locator('input[autocomplete=username]').fill(member.email)
  await page.locator('input[autocomplete=current-password]').fill('another-long-word')
  await page.locator('button[type=submit]').click()
  await page.waitForURL('**/shop')
  await page.goto('about:blank')
  await page.goto(link)
  await page.locator('input[autocomplete=new-password]').fill('a-third-long-word')
  await page.getByRole('button', { name: '비밀번호 바꾸기' }).click()
  await page.getByRole('link', { name: '새 링크 받기' }).waitFor()
})

test('the people of the demo are one click away', async () => {
  const { page } = await browser.person()
  await page.goto('/login?next=/store')
  await page.getByRole('button', { name: '점주' }).click()
  await page.waitForURL('**/store')
})
