/** The bank over HTTP: its simulator, or whatever speaks the same API at `BANK_URL`. */
import { type OutsideAnswer, outside } from '../../platform/kit/outside.ts'
import type { ServiceContext } from '../../platform/service/service.ts'
import type { Bank, Booked, Found, Statement, StatementLine } from './bank.ts'

/** Pages of one day's statement; more is a fault of the other side. */
const PAGES_MAX = 1_000

type Page = Statement & { readonly next: string | null }

export function bankOf(settings: ServiceContext['settings']): Bank {
  const { ask } = outside({
    url: settings.BANK_URL ?? '',
    authorization: `Bearer ${settings.BANK_API_KEY ?? ''}`,
    answerLimit_ms: settings.BANK_ANSWER_LIMIT_MS ? Number(settings.BANK_ANSWER_LIMIT_MS) : undefined,
  })

  async function statement(date: string): Promise<OutsideAnswer<Statement>> {
    const lines: StatementLine[] = []
    let after = ''
    for (let page = 1; page <= PAGES_MAX; page += 1) {
      const answer = await ask<Page>('GET', `/v1/statement?date=${date}${after}`)
      if (answer.kind !== 'done') return answer
      const { next, ...first } = answer.value
      lines.push(...first.lines)
      if (next === null) return { kind: 'done', value: { ...first, lines } }
      after = `&after=${encodeURIComponent(next)}`
    }
    return { kind: 'unknown', reason: `the statement of ${date} does not end` }
  }

  return {
    inquire: account => ask('POST', '/v1/accounts/inquiry', account),
    transfer: (asked, key) => ask<Booked>('POST', '/v1/transfers', { ...asked, currency: 'KRW' }, key),
    lookUp: key => ask<Found>('GET', `/v1/transfers/${encodeURIComponent(key)}`),
    statement,
  }
}
