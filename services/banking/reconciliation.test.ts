import { describe, expect, test } from 'vitest'
import type { Direction } from '../../contracts/banking.ts'
import type { BankPosting } from '../../contracts/money.ts'
import type { StatementLine } from './bank.ts'
import { agrees, GROUPS, type OwnTransfer, reconcile } from './reconciliation.ts'
import type { TransferStatus } from './transfer.ts'

const own = (transferId: string, amount = 100, status: TransferStatus = 'completed'): OwnTransfer => ({
  transferId,
  status,
  direction: 'in',
  amount,
})
const line = (key: string | null, amount = 100, direction: Direction = 'in'): StatementLine => ({
  lineId: `line of ${key}`,
  key,
  direction,
  amount,
  balance: 0,
  bankCode: '088',
  last4: '6789',
  bookedAt: '2026-11-20T12:00:00+09:00',
})
const posting = (reference: string | null, amount = 100, direction: Direction = 'in'): BankPosting => ({
  transferId: 'trf_1',
  direction,
  amount,
  currency: 'KRW',
  reference,
  at: '2026-11-20T03:00:00Z',
})

type Found = Readonly<Record<string, readonly (string | null)[]>>

describe('three books of one date', () => {
  test.each<[string, OwnTransfer[], StatementLine[], BankPosting[], Found, boolean]>([
    ['that are empty agree', [], [], [], {}, true],
    ['that say the same agree', [own('a')], [line('a')], [posting('a')], { matched: ['a'] }, true],
    ['a later attempt’s key is the transfer’s', [own('a')], [line('a.2')], [posting('a')], { matched: ['a'] }, true],
    ['not at the bank', [own('a')], [], [posting('a')], { onlyOurs: ['a'] }, false],
    ['only at the bank, under no key', [], [line(null)], [], { onlyTheirs: [null] }, false],
    ['only at the bank, under a key', [], [line('a')], [], { onlyTheirs: ['a'] }, false],
    ['failed, and the bank did it', [own('a', 100, 'failed')], [line('a')], [], { onlyTheirs: ['a'] }, false],
    ['another amount', [own('a')], [line('a', 99)], [posting('a')], { amountsDiffer: ['a'] }, false],
    ['the other way', [own('a')], [line('a', 100, 'out')], [posting('a')], { amountsDiffer: ['a'] }, false],
    ['booked twice', [own('a')], [line('a'), line('a.2')], [posting('a')], { amountsDiffer: ['a'] }, false],
    ['not in the ledger', [own('a')], [line('a')], [], { ledgerMissing: ['a'] }, false],
    ['neither here nor there', [own('a')], [], [], { onlyOurs: ['a'], ledgerMissing: ['a'] }, false],
    ['only in the ledger', [], [], [posting('a')], { ledgerOnly: ['a'] }, false],
    ['posted twice', [own('a')], [line('a')], [posting('a'), posting('a')], { ledgerDiffers: ['a'] }, false],
    ['under way', [own('a', 100, 'requested')], [], [], { unresolved: ['a'] }, true],
    ['unknown, and the bank did it', [own('a', 100, 'unknown')], [line('a')], [], { unresolved: ['a'] }, true],
    [
      'unknown, and the ledger knows better',
      [own('a', 100, 'unknown')],
      [line('a')],
      [posting('a')],
      { unresolved: ['a'], ledgerOnly: ['a'] },
      false,
    ],
    ['a deposit names no transfer', [], [], [posting(null)], { withoutTransfer: [null] }, true],
  ])('%s', (_, transfers, lines, postings, found, agree) => {
    const reconciled = reconcile({ own: transfers, lines, postings })
    const ids = GROUPS.map(group => [group, reconciled[group].map(({ transferId }) => transferId)] as const)
    expect(Object.fromEntries(ids.filter(([, items]) => items.length > 0))).toEqual(found)
    expect(agrees(reconciled)).toBe(agree)
  })
})
