import { expect, inject, test } from 'vitest'
import { browserForTests, DEMO, logIn, open } from './browser.ts'
import { newMember } from './members.ts'

const browser = browserForTests()

test('a wrong password is refused in the reader’s language, and what was typed stays', async () => {
  const { page } = await browser.person({ language: 'en' })
  await page.goto('/login?next=/wallet')
  const email = page.locator('input[autocomplete=username]')
  await email.fill(DEMO.customer)
  await page.locator('input[autocomplete=current-password]').fill('not-my-password')
  await page.getByRole('button', { name: 'Log in', exact: true }).click()
  await page.getByRole('alert').waitFor()
  expect(await page.getByRole('alert').textContent()).not.toMatch(/[가-힣]/)
  expect(await email.inputValue()).toBe(DEMO.customer)
})

test('whoever is not logged in is led to the log-in, and back to the page that was wanted', async () => {
  const member = await newMember()
  const { page } = await browser.person()
  await page.goto('/wallet/history?kind=transfer')
  await page.waitForURL('**/login?next=*')
  await page.locator('input[autocomplete=username]').fill(member.email)
  await page.locator('input[autocomplete=current-password]').fill(member.password)
  await page.locator('button[type=submit]').click()
  await page.waitForURL('**/wallet/history?kind=transfer')
})

test('a log-in leads to pages of this site only', async () => {
  for (const next of ['https://example.com/', '//example.com/', '/\\example.com']) {
    const { page } = await browser.person()
    await page.goto(`/login?next=${encodeURIComponent(next)}`)
    await page.locator('input[autocomplete=username]').fill(DEMO.customer)
    await page.locator('input[autocomplete=current-password]').fill('madang-demo')
    await page.locator('button[type=submit]').click()
    await page.waitForURL('**/shop')
  }
})

test('web.next-person nothing of the first person is left for the second in the same tab', async () => {
  const first = await newMember({ name: '첫사람' })
  const second = await newMember({ name: '둘째사람' })
  const person = await browser.person({ email: first.email, password: first.password })
  await open(person, '/account')
  const { page } = person
  await page.evaluate(() => sessionStorage.setItem('madang.attempt.x', '{}'))
  await page.getByRole('button', { name: '내 메뉴' }).click()
  await page.getByRole('menuitem', { name: '로그아웃' }).click()
  await page.waitForURL('**/login')
  expect(await page.evaluate(() => Object.keys(sessionStorage).filter(key => key.startsWith('madang.')))).toEqual([])
  await page.goBack().catch(() => null)
  await page.waitForURL('**/login**')
  await page.evaluate(name => {
    const seen: string[] = []
    Object.assign(globalThis, { seen })
    new MutationObserver(() => {
      if (document.body.textContent.includes(name)) seen.push(document.body.textContent)
    }).observe(document.body, { childList: true, subtree: true, characterData: true })
  }, '첫사람')
  await page.locator('input[autocomplete=username]').fill(second.email)
  await page.locator('input[autocomplete=current-password]').fill(second.password)
  await page.locator('button[type=submit]').click()
  await page.waitForURL(url => !url.pathname.startsWith('/login'))
  await page.getByRole('button', { name: '내 메뉴' }).click()
  await page.getByText('둘째사람').first().waitFor()
  expect(await page.evaluate(() => (globalThis as unknown as { seen: string[] }).seen)).toEqual([])
})

test('a page reloaded during its renewal stays logged in; so do two tabs, and one whose answer was lost', async () => {
  const member = await newMember()
  const person = await browser.person({ email: member.email, password: member.password })
  // The first answer of a renewal is lost on the way.
  let lost = 0
  await person.context.route('**/session/refresh', async route => {
    const answer = await route.fetch()
    if (lost === 0) {
      lost += 1
      await route.abort()
    } else await route.fulfill({ response: answer })
  })
  await person.page.reload().catch(() => null)
  await open(person, '/account')
  const other = await person.context.newPage()
  await Promise.all([person.page.reload(), other.goto('/account')])
  for (const page of [person.page, other]) {
    await page.getByRole('button', { name: '내 메뉴' }).waitFor()
    expect(new URL(page.url()).pathname).toBe('/account')
  }
  expect(lost).toBe(1)
})

test('another tab that logs in as somebody else makes this one begin anew', async () => {
  const [first, second] = [await newMember({ name: '한사람' }), await newMember({ name: '딴사람' })]
  const person = await browser.person({ email: first.email, password: first.password })
  await open(person, '/account')
  const other = { ...person, page: await person.context.newPage() }
  await other.page.goto('/account')
  await other.page.getByRole('button', { name: '내 메뉴' }).click()
  await other.page.getByRole('menuitem', { name: '로그아웃' }).click()
  await other.page.waitForURL('**/login')
  await person.page.waitForURL('**/login**')
  await logIn(other, second.email, second.password)
})

test('the page is served with a policy, and its nonce is new in each answer', async () => {
  const get = () => fetch(inject('demo').url, { headers: { accept: 'text/html' } })
  const [one, two] = await Promise.all([get(), get()])
  const policy = one.headers.get('content-security-policy') ?? ''
  expect(policy).not.toContain('unsafe')
  expect(policy).toMatch(/style-src 'self' 'nonce-[^']+'/)
  expect(policy).not.toBe(two.headers.get('content-security-policy'))
  expect(one.headers.get('cache-control')).toBe('no-store')
})
