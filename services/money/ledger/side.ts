/** How the transfers of one account are found in the table of all. */

export type Side = 'debit' | 'credit'

/**
 * One side of an account's transfers, by the index on the hash of its name. The name is compared too, for hashes collide; and
 * as a function, because the planner takes `=` for a second condition that few rows meet, and then reads and sorts all that
 * a busy account ever did instead of following the index until a page is full.
 */
export const ofAccount = (side: Side, account: string): string =>
  `hashtext(${side}_account) = hashtext(${account}) and texteq(${side}_account, ${account})`
