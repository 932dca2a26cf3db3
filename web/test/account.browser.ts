/** What a member changes of themselves. */
import { expect, test } from 'vitest'
import { browserForTests, logIn, open, type Person } from './browser.ts'
import { newMember, type TestMember } from './members.ts'

const browser = browserForTests()

async function memberAt(options: Parameters<typeof newMember>[0] = {}): Promise<[TestMember, Person]> {
  const member = await newMember(options)
  return [member, await browser.person({ email: member.email, password: member.password })]
}

test('a profile is changed in part; what is wrong is told at its field; others see a masked name', async () => {
  const [member, person] = await memberAt({ name: '나새롬' })
  const { page } = person
  await open(person, '/account')
  await page.getByText('나*롬님').waitFor()
  await page.getByLabel('우편번호').fill('abc')
  await page.getByRole('button', { name: '저장' }).click()
  await page.getByText('주소를 모두 적거나').first().waitFor()
  await page.getByLabel('시·도').fill('서울특별시')
  await page.getByLabel('도로명 주소').fill('효자로 12')
  await page.getByRole('button', { name: '저장' }).click()
  await page.waitForFunction(() => document.activeElement?.getAttribute('autocomplete') === 'postal-code')
  await page.getByLabel('우편번호').fill('03045')
  await page.getByLabel('이름').fill('나하늘')
  await page.getByRole('button', { name: '저장' }).click()
  await page.getByText('저장했어요').waitFor()
  await page.getByText('나*늘님').waitFor()
  const { data } = await member.api.GET('/api/users/me')
  expect(data).toMatchObject({ name: '나하늘', address: { zipCode: '03045', city: '서울특별시' }, phone: null })
})

test('a new password logs out the other devices; so does one button', async () => {
  const [member, person] = await memberAt()
  const other = await browser.person({ email: member.email, password: member.password })
  const { page } = person
  await open(person, '/account/security')
  await page.getByRole('button', { name: '다른 곳에서 모두 로그아웃' }).click()
  await page.getByRole('dialog').getByRole('button', { name: '로그아웃' }).click()
  await page.getByRole('button', { name: '다른 곳에서 모두 로그아웃' }).waitFor({ state: 'detached' })
  await other.page.goto('/account')
  await other.page.waitForURL('**/login**')

  await page.getByLabel('지금 비밀번호').fill('not-my-password')
  await page.getByLabel('새 비밀번호').fill('another-long-word')
  await page.getByRole('button', { name: '비밀번호 바꾸기' }).click()
  await page.getByText('비밀번호가 맞지 않아요').waitFor()
  await page.getByLabel('지금 비밀번호').fill(member.password)
  await page.getByRole('button', { name: '비밀번호 바꾸기' }).click()
  await page.getByText('비밀번호를 바꿨어요').waitFor()
  await logIn(other, member.email, 'another-long-word')
})

test('notifications are chosen one by one, and kept', async () => {
  const [member, person] = await memberAt()
  await open(person, '/account/notifications')
  await person.page.getByRole('switch', { name: '혜택' }).click()
  await person.page.getByRole('switch', { name: '주문' }).click()
  await expect
    .poll(async () => (await member.api.GET('/api/users/me')).data?.notifications)
    .toMatchObject({ marketing: true, orders: false, money: true })
  await person.page.reload()
  await person.page.getByRole('switch', { name: '주문' }).waitFor()
  expect(await person.page.getByRole('switch', { name: '주문' }).isChecked()).toBe(false)
})

test('nobody leaves with money in the wallet, and is led to where it can go; with none they are gone', async () => {
  const [, rich] = await memberAt({ won: 5_000 })
  const leave = async ({ page }: Person) => {
    await page.goto('/account/security')
    await page.getByRole('button', { name: '탈퇴하기' }).click()
    const dialog = page.getByRole('dialog')
    expect(await dialog.getByRole('button', { name: '탈퇴하기' }).isDisabled()).toBe(true)
    await dialog.getByLabel('되돌릴 수 없다는 것을 이해했어요').check()
    await dialog.getByRole('button', { name: '탈퇴하기' }).click()
  }
  await leave(rich)
  await rich.page
    .getByRole('alert')
    .getByText(/5,000.?원/)
    .waitFor()
  await rich.page.getByRole('link', { name: '처리하러 가기' }).click()
  await rich.page.waitForURL('**/wallet/withdraw')

  const [member, poor] = await memberAt()
  await leave(poor)
  await poor.page.waitForURL('**/login')
  await poor.page.locator('input[autocomplete=username]').fill(member.email)
  await poor.page.locator('input[autocomplete=current-password]').fill(member.password)
  await poor.page.locator('button[type=submit]').click()
  await poor.page.getByRole('alert').waitFor()
})
