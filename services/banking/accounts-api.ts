/** Linked accounts over HTTP: everyone their own. */

import { Type } from 'typebox'
import { MaskedAccount } from '../../contracts/api-fields.ts'
import { ok, type Route, read, write } from '../../platform/http/routes/route.ts'
import { ById, bankCode } from '../../platform/http/routes/schemas.ts'
import { AccountNumber, HolderName } from '../../platform/http/routes/texts.ts'
import { refuse } from '../../platform/kit/refusal.ts'
import type { ServiceContext } from '../../platform/service/service.ts'
import { accountKey } from './account.ts'
import { unlinkCommand } from './account-commands.ts'
import type { Bank } from './bank.ts'
import { accountOf, linkAccount } from './link.ts'
import { confirmPayee } from './payees.ts'
import { AccountResponse, presentAccount } from './present.ts'

/** An account somewhere, as a person names it. */
const HolderBody = Type.Object({
  bankCode: bankCode({ description: 'Three digits, such as `088`.', example: '088' }),
  accountNumber: AccountNumber,
  holderName: HolderName,
})

export const accountRoutes = (context: ServiceContext, bank: Bank): readonly Route[] => [
  ...askingRoutes(context, bank),
  ...linkedRoutes(context),
]

/** Routes that ask the bank. */
const askingRoutes = (context: ServiceContext, bank: Bank): readonly Route[] => [
  write({
    method: 'POST',
    path: '/api/banking/accounts',
    name: 'linkAccount',
    summary: 'Link my bank account; the bank is asked whether it is real and mine',
    description:
      'Asks the bank whether the account is there and held by this name, and links it to the caller. One account at a time: `already_linked` means to unlink the other first. The number is encrypted, and only its last four digits are shown again. Look-ups are limited for each member and account: `too_many_inquiries`.',
    who: 'member',
    body: HolderBody,
    replies: { 201: AccountResponse },
    refusals: [
      'account_unknown',
      'account_closed',
      'holder_mismatch',
      'too_many_inquiries',
      'account_already_linked',
      'already_linked',
      'member_inactive',
      'bank_refused',
      'bank_unavailable',
    ],
    write: ({ actor, body, correlationId }) => linkAccount(context, bank, actor.id, body, correlationId),
  }),
  write({
    method: 'POST',
    path: '/api/banking/payees/confirm',
    name: 'confirmPayee',
    summary: 'Ask the bank whether an account that I want to send money to is held by the name I know',
    description:
      'Before money is sent: whether the bank knows the account, and by this name. Nothing is linked or stored, and the name that the bank has is not told. Look-ups are limited for each member and account: `too_many_inquiries`.',
    who: 'member',
    body: HolderBody,
    replies: { 200: MaskedAccount },
    refusals: [
      'account_unknown',
      'account_closed',
      'holder_mismatch',
      'too_many_inquiries',
      'bank_refused',
      'bank_unavailable',
    ],
    write: ({ actor, body, correlationId }) => confirmPayee(context, bank, actor.id, body, correlationId),
  }),
]

const linkedRoutes = (context: ServiceContext): readonly Route[] => [
  read({
    method: 'GET',
    path: '/api/banking/accounts',
    name: 'listLinkedAccounts',
    summary: 'My linked bank account, if there is one',
    description:
      'The account that the caller’s top-ups come from and their withdrawals go to; an empty list if none is linked.',
    who: 'member',
    replies: { 200: Type.Object({ items: Type.Array(AccountResponse) }) },
    async read({ actor }) {
      const linked = await accountOf(context, actor.id)
      return ok({ items: linked ? [presentAccount(linked)] : [] })
    },
  }),
  read({
    method: 'GET',
    path: '/api/banking/accounts/{id}',
    name: 'getLinkedAccount',
    summary: 'My linked bank account, by its id',
    description:
      'The same as in the list, where the id is known. The accounts of others, and those that were unlinked, are refused with `linked_account_unknown`.',
    who: 'member',
    params: ById,
    replies: { 200: AccountResponse },
    refusals: ['linked_account_unknown'],
    async read({ actor, params }) {
      const linked = await accountOf(context, actor.id)
      return linked?.accountId === params.id ? ok(presentAccount(linked)) : refuse('linked_account_unknown')
    },
  }),
  write({
    method: 'DELETE',
    path: '/api/banking/accounts/{id}',
    name: 'unlinkAccount',
    summary: 'Unlink my bank account; its number is free again',
    description:
      'Top-ups and withdrawals need another account from then on; what is under way goes on. The account can be linked again, by anybody who is its holder.',
    who: 'member',
    params: ById,
    replies: { 204: null },
    refusals: ['linked_account_unknown'],
    async write({ actor, params }) {
      const account = (await context.writer.head(accountKey(params.id)))?.state.account
      return account?.memberId === actor.id ? unlinkCommand(account) : refuse('linked_account_unknown')
    },
  }),
]
