/**
 * Years of transfers in minutes. Every round lets each wallet pay the same amount to the wallet some places further on, so
 * that after a round all balances are what they were before, and within a round the balance after each transfer is known
 * without reckoning through those before it. The rows are those `transferBetweenMembers` leads to; the platform is down.
 */
import pg from 'pg'

const AMOUNT_MAX = 1_000

/** One batch of the round, as one transaction. */
const ROUND = `
  with paid as materialized (
    select 'trf_' || uuidv7() as id, 'msg_' || uuidv7() as message, 'cor_' || uuidv7() as correlation,
           payer.owner as payer, payee.owner as payee, payer.id as debit, payee.id as credit,
           -- Who stands before the shift has not been paid yet when paying, and has paid already when being paid.
           payer.balance - case when payer.n < $2 then $3::bigint else 0 end as debit_after,
           payee.balance + case when payee.n >= $2 then $3::bigint else 0 end as credit_after,
           date_trunc('milliseconds', clock_timestamp()) as at, $3::bigint as amount, $4::text as currency
    from history_wallets payer join history_wallets payee on payee.n = (payer.n + $2) % $1
    order by payer.n
  ), published as (
    insert into events (id, kind, type, stream, version, data, actor, correlation_id, causation_id, at)
    select message, 'event', 'money.transferred', 'transfer:' || id, 1,
           format('{"transferId":"%s","kind":"transfer","debit":"%s","credit":"%s","amount":%s,"currency":"%s",'
                  '"reference":null,"memo":null,"debitAfter":%s,"creditAfter":%s}',
                  id, debit, credit, amount, currency, debit_after, credit_after)::json,
           payer, correlation, correlation, at from paid
  ), answered as (
    insert into commands (key, fingerprint, type, actor, correlation_id, causation_id, at, status, body)
    select pg_temp.hash(id), pg_temp.hash(message), 'money.transfer', payer, correlation, correlation, at, 201,
           format('{"id":"%s","from":"%s","to":"%s","amount":%s,"currency":"%s","memo":null,"createdAt":"%s"}',
                  id, payer, payee, amount, currency, to_char(at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))
    from paid
  )
  insert into transfers (id, kind, debit_account, credit_account, amount, currency, debit_after, credit_after, at)
  select id, 'transfer', debit, credit, amount, currency, debit_after, credit_after, at from paid`

/** As long and as random as the platform's own keys: they decide how the index of the answers grows. */
const HASH = `create function pg_temp.hash(text) returns text language sql immutable
  return left(translate(encode(sha256(convert_to($1, 'UTF8')), 'base64'), '+/', '-_'), 22)`

const WALLETS = `
  create temp table history_wallets as
  select row_number() over (order by id) - 1 as n, id, owner, credits_posted - debits_posted as balance
  from accounts where kind = 'wallet' and currency = $1 and active`

const TOTALS = `
  update account_totals set debits_posted = debits_posted + $1, credits_posted = credits_posted + $1, version = version + $2
  where number in (select number from account_terms where id in (select id from history_wallets))`

/** Until there are at least so many transfers. */
export async function addHistory(databaseUrl: string, transfers: number, currency: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl, options: '-c search_path=money,pg_temp' })
  await client.connect()
  try {
    await client.query(HASH)
    await client.query(WALLETS, [currency])
    await client.query('create unique index on history_wallets (n)')
    await client.query('analyze history_wallets')
    const { rows } = await client.query(
      `select (select count(*)::int from transfers where kind = 'transfer') as made,
              (select count(*)::int from history_wallets) as wallets`,
    )
    const { made, wallets } = rows[0]
    const rounds = Math.max(0, Math.ceil((transfers - made) / wallets))
    let paid = 0
    for (let round = 1; round <= rounds; round += 1) {
      const amount = 1 + ((round * 7) % AMOUNT_MAX)
      // Another payee in every round, and never oneself.
      const shift = 1 + ((round * 7_919) % (wallets - 1))
      await client.query(ROUND, [wallets, shift, amount, currency])
      paid += amount
    }
    await client.query(TOTALS, [paid, rounds * 2])
  } finally {
    await client.end()
  }
}
