/**
 * One business date, three books: what we say was transferred, what the bank's statement shows, and what the ledger
 * posted to its `bank` account. Pure. Amounts are whole won with a sign: `in` is positive, `out` negative.
 */
import type { BankPosting } from '../../contracts/money.ts'
import type { StatementLine } from './bank.ts'
import { type BankTransfer, type TransferStatus, transferOfKey } from './transfer.ts'

export type OwnTransfer = Pick<BankTransfer, 'transferId' | 'status' | 'direction' | 'amount'>

export interface Books {
  /** Completed by the bank on the date, under way or unknown since then, or with a line on the date. */
  readonly own: readonly OwnTransfer[]
  readonly lines: readonly StatementLine[]
  /** Of the date, and later ones of transfers of the date. */
  readonly postings: readonly BankPosting[]
}

/** What each of the books has. */
export interface Sides<T> {
  readonly ours: T
  readonly bank: T
  readonly ledger: T
}

export const bySide = <T>(of: (side: keyof Sides<T>) => T): Sides<T> => ({
  ours: of('ours'),
  bank: of('bank'),
  ledger: of('ledger'),
})

export interface Item extends Sides<number | null> {
  readonly transferId: string | null
}

const nothing: Item = { transferId: null, ours: null, bank: null, ledger: null }

export const GROUPS = [
  /** All three agree. */
  'matched',
  /** Completed, and not on the statement. */
  'onlyOurs',
  /** On the statement, and no completed transfer of ours. */
  'onlyTheirs',
  /** On the statement otherwise than we know it. */
  'amountsDiffer',
  /** Completed, and not posted. */
  'ledgerMissing',
  /** Posted for a transfer that did not complete. */
  'ledgerOnly',
  /** Posted otherwise than we know it. */
  'ledgerDiffers',
  /** Under way, or the bank has not said what became of it. No difference yet. */
  'unresolved',
  /** Posted without a bank transfer, such as an operator's deposits: to be held against `onlyTheirs` by a person. */
  'withoutTransfer',
] as const
export type Group = (typeof GROUPS)[number]

const HARMLESS: ReadonlySet<Group> = new Set(['matched', 'unresolved', 'withoutTransfer'])

export const byGroup = <T>(of: (group: Group) => T) =>
  Object.fromEntries(GROUPS.map(group => [group, of(group)])) as Record<Group, T>

export type Reconciled = Readonly<Record<Group, readonly Item[]>>

type Entry = Pick<OwnTransfer, 'direction' | 'amount'>

const signed = ({ direction, amount }: Entry): number => (direction === 'in' ? amount : -amount)

/** Sums by transfer: one that stands there twice is as wrong as one of another amount. */
function sums<T extends Entry>(entries: readonly T[], idOf: (entry: T) => string | null): Map<string, number> {
  const found = new Map<string, number>()
  for (const entry of entries) {
    const id = idOf(entry)
    if (id !== null) found.set(id, (found.get(id) ?? 0) + signed(entry))
  }
  return found
}

export const transferOf = ({ key }: StatementLine): string | null => (key === null ? null : transferOfKey(key))

export function reconcile({ own, lines, postings }: Books): Reconciled {
  const groups = byGroup((): Item[] => [])
  const atBank = sums(lines, transferOf)
  const inLedger = sums(postings, ({ reference }) => reference)
  const known = new Map(own.map(transfer => [transfer.transferId, transfer]))
  const itemOf = (transferId: string): Item => {
    const transfer = known.get(transferId)
    const ours = transfer && transfer.status !== 'failed' ? signed(transfer) : null
    return { transferId, ours, bank: atBank.get(transferId) ?? null, ledger: inLedger.get(transferId) ?? null }
  }
  for (const transferId of new Set([...known.keys(), ...atBank.keys(), ...inLedger.keys()])) {
    const item = itemOf(transferId)
    for (const group of groupsOf(item, known.get(transferId)?.status ?? 'none')) groups[group].push(item)
  }
  for (const line of lines) {
    if (line.key === null) groups.onlyTheirs.push({ ...nothing, bank: signed(line) })
  }
  for (const posting of postings) {
    if (posting.reference === null) groups.withoutTransfer.push({ ...nothing, ledger: signed(posting) })
  }
  return groups
}

function groupsOf({ ours, bank, ledger }: Item, status: TransferStatus): readonly Group[] {
  switch (status) {
    case 'completed': {
      const differences = [
        ...differenceOf(ours, bank, 'onlyOurs', 'amountsDiffer'),
        ...differenceOf(ours, ledger, 'ledgerMissing', 'ledgerDiffers'),
      ]
      return differences.length === 0 ? ['matched'] : differences
    }
    case 'requested':
    case 'unknown':
      return ['unresolved', ...groupIf(ledger, 'ledgerOnly')]
    case 'failed':
    case 'none':
      return [...groupIf(bank, 'onlyTheirs'), ...groupIf(ledger, 'ledgerOnly')]
  }
}

const groupIf = (amount: number | null, group: Group): readonly Group[] => (amount === null ? [] : [group])

function differenceOf(ours: number | null, other: number | null, missing: Group, differs: Group): readonly Group[] {
  if (other === null) return [missing]
  return other === ours ? [] : [differs]
}

export const agrees = (reconciled: Reconciled): boolean =>
  GROUPS.every(group => HARMLESS.has(group) || reconciled[group].length === 0)

/** The items that are differences, each with its group. */
export const differencesIn = (reconciled: Reconciled): (Item & { readonly group: Group })[] =>
  GROUPS.filter(group => !HARMLESS.has(group)).flatMap(group => reconciled[group].map(item => ({ ...item, group })))
