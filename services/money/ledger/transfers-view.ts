/** The transfers of the book in their table, written set-wise in the batch that posts them. */
import { holdPosted, type Posting, transferred } from '../../../contracts/money.ts'
import { bigint, copyInto, text, timestamptz } from '../../../platform/db/copy.ts'
import { type MessageOf, view } from '../../../platform/service/handlers.ts'

interface Posted {
  readonly posting: Posting
  readonly holdId: string | null
  readonly at: Date
}

const insertTransfers = copyInto<Posted>('transfers', {
  id: text(({ posting }) => posting.transferId),
  kind: text(({ posting }) => posting.kind),
  debit_account: text(({ posting }) => posting.debit),
  credit_account: text(({ posting }) => posting.credit),
  amount: bigint(({ posting }) => posting.amount),
  currency: text(({ posting }) => posting.currency),
  hold_id: text(({ holdId }) => holdId),
  reference: text(({ posting }) => posting.reference),
  memo: text(({ posting }) => posting.memo),
  debit_after: bigint(({ posting }) => posting.debitAfter),
  credit_after: bigint(({ posting }) => posting.creditAfter),
  at: timestamptz(({ at }) => at),
})

function postedBy(event: MessageOf<typeof transferred | typeof holdPosted>): Posted {
  switch (event.type) {
    case transferred.type:
      return { posting: event.data, holdId: null, at: event.at }
    case holdPosted.type:
      return { posting: event.data.posting, holdId: event.data.holdId, at: event.at }
  }
}

export const transfersView = view({
  name: 'transfers',
  tables: ['transfers'],
  events: [transferred, holdPosted],
  apply: async (tx, events) => {
    await insertTransfers(tx, events.map(postedBy))
  },
})
