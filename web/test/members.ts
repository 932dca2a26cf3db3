/** Members of a test's own, made through the API. */
import { randomUUID } from 'node:crypto'
import { createMadang, type Madang } from '@madang/client'
import { inject } from 'vitest'
import { DEMO } from './browser.ts'

const PASSWORD = 'a-long-enough-word'

export interface TestMember {
  readonly id: string
  readonly email: string
  readonly password: string
  readonly api: Madang
}

async function apiFor(url: string, email: string, password: string): Promise<{ api: Madang; id: string }> {
  const anyone = createMadang({ baseUrl: url })
  const { data, error } = await anyone.POST('/api/users/login', { body: { email, password } })
  if (!data) throw new Error(`${email} cannot log in: ${JSON.stringify(error)}`)
  return { api: createMadang({ baseUrl: url, token: () => data.token }), id: data.user.id }
}

export const demoApi = async (email: string, url = inject('demo').url): Promise<Madang> =>
  (await apiFor(url, email, 'madang-demo')).api

/** A new member with money in the wallet. */
export async function newMember(options: { name?: string; won?: number; url?: string } = {}): Promise<TestMember> {
  const { name = '나새롬', won = 0, url = inject('demo').url } = options
  const email = `member-${randomUUID()}@example.com`
  const { error } = await createMadang({ baseUrl: url }).POST('/api/users/register', {
    body: { email, password: PASSWORD, name },
  })
  if (error) throw new Error(`nobody can register: ${JSON.stringify(error)}`)
  const { api, id } = await apiFor(url, email, PASSWORD)
  if (won > 0) {
    const operator = await demoApi(DEMO.operator, url)
    const posted = await operator.POST('/api/money/deposits', { body: { userId: id, amount: won } })
    if (posted.error) throw new Error(`no deposit: ${JSON.stringify(posted.error)}`)
  }
  return { id, email, password: PASSWORD, api }
}
