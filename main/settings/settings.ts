/**
 * Every setting: its form, what counts without it, what it does. What is refused at the start and the table in
 * `docs/reference/settings.md` derive from here.
 */
import {
  addresses,
  anyText,
  type Form,
  httpUrl,
  oneOf,
  origin,
  origins,
  orOff,
  postgresUrl,
  smtpUrl,
  whole,
} from './forms.ts'

export interface Setting {
  readonly name: string
  readonly form: Form
  /** What counts without it, for the documents. */
  readonly otherwise: string
  readonly what: string
  /** A key or a password: its value is never shown. */
  readonly secret?: true
}

const port = whole(0, 65_535)
const onOff = oneOf('on', 'off')
const FEE_BP_MAX = 10_000
const ANSWER_LIMIT_MS_MAX = 600_000

const setting = (name: string, form: Form, otherwise: string, what: string): Setting => ({
  name,
  form,
  otherwise,
  what,
})
const secret = (name: string, otherwise: string, what: string): Setting => ({
  ...setting(name, anyText, otherwise, what),
  secret: true,
})

export const settings: readonly Setting[] = [
  setting('PORT', port, '`3000`', 'where the gateway listens; 0 takes a free port'),
  setting('HOST', anyText, '`127.0.0.1`', 'the address it listens on'),
  setting(
    'MADANG_PUBLIC_URL',
    origin,
    '',
    'where people reach it, `https://shop.example.com`: links in mails begin so, and with `https` cookies are `Secure`',
  ),
  { ...setting('DATABASE_URL', postgresUrl, 'embedded', 'an external PostgreSQL'), secret: true },
  setting('MADANG_DATA', anyText, '`.madang`', 'folder of the embedded database, the keys and the simulators’ books'),
  setting(
    'NODE_ENV',
    oneOf('production', 'development', 'test'),
    '',
    '`production` starts without demo data, simulators and default keys only, see [below](#production); no calls from pages on localhost',
  ),
  setting(
    'LOG_LEVEL',
    oneOf('silent', 'fatal', 'error', 'warn', 'info', 'debug', 'trace'),
    '`info`',
    '`silent`, `fatal`, `error`, `warn`, `info`, `debug`, `trace`; logs are JSON lines without personal data',
  ),
  setting('LOG_STREAM', oneOf('stderr', 'stdout'), '`stderr`', 'or `stdout`'),
  setting(
    'MADANG_CPU',
    orOff(whole(0, 9_999)),
    '`off`',
    'Linux: the number of the CPU that the main thread is pinned to, on a machine that does little else',
  ),
  setting('MADANG_GROUP_COMMIT', onOff, '`on`', '`off`: each service commits by itself, as in a process of its own'),
  setting(
    'MADANG_RATE_LIMIT',
    orOff(whole(1)),
    '`6000`',
    'requests a minute for a member, or for an address that is not logged in; `off`',
  ),
  setting(
    'MADANG_RATE_LIMIT_CREDENTIALS',
    orOff(whole(1)),
    '`100`',
    'tries of register and log-in in a quarter of an hour for an address; `off`',
  ),
  setting(
    'MADANG_CORS_ORIGINS',
    origins,
    '',
    'web pages that may call, `https://shop.example.com, …`; pages on localhost may unless in production',
  ),
  setting('MADANG_WEB', anyText, '`web/dist`', 'folder of the built web app; `off` serves none and builds none'),
  setting(
    'MADANG_WEB_BUILD',
    onOff,
    '`on`',
    'builds `web/` at the start where its sources have changed; `off` does not',
  ),
  setting('MADANG_WEB_PORT', port, '`5173`', 'where `madang dev` shows the web app'),
  setting('MADANG_TRUSTED_PROXIES', addresses, '', 'addresses of proxies whose `X-Forwarded-For` is believed'),
  setting('MADANG_COMMIT', anyText, '', 'shown by `/version`'),
  setting('MASTER_KEY_FILE', anyText, 'in `MADANG_DATA`', 'the file of master keys, made at the first start'),
  setting('VAULT_ADDR', httpUrl, '', 'master keys in HashiCorp Vault’s Transit engine instead of a file'),
  secret('VAULT_TOKEN', '', 'for Vault'),
  setting('VAULT_TRANSIT_KEY', anyText, '`madang`', 'the key’s name in Vault'),
  setting('VAULT_NAMESPACE', anyText, '', 'for Vault'),
  setting('TOKEN_ISSUER', anyText, '`madang`', '`iss` of access tokens'),
  setting('TOKEN_AUDIENCE', anyText, '`madang-api`', '`aud` of access tokens'),
  setting('MONEY_TRANSFER_MAX_KRW', whole(1), '10,000,000 KRW', 'the largest transfer between members, in minor units'),
  setting('MONEY_TRANSFER_MAX_USD', whole(1), '10,000 USD', 'the same in cents'),
  setting(
    'FRANCHISE_FEE_BP',
    whole(0, FEE_BP_MAX),
    '`250`',
    'the fee a new franchise begins with, in basis points of each payment; operators change it per franchise',
  ),
  setting(
    'MONEY_TOP_UP_MAX_KRW',
    whole(1),
    '10,000,000 KRW',
    'the most that one top-up pulls from a bank account, in minor units',
  ),
  setting(
    'MONEY_WITHDRAWAL_MAX_KRW',
    whole(1),
    '10,000,000 KRW',
    'the largest withdrawal to a bank account, in minor units',
  ),
  setting('REMITTANCE_MAX_KRW', whole(1), '10,000,000 KRW', 'the largest remittance, in minor units'),
  setting('PSP_URL', httpUrl, 'the simulator', 'the card processor’s API'),
  secret('PSP_SECRET_KEY', 'made up for the simulator', 'its secret key'),
  secret(
    'PSP_WEBHOOK_SECRET',
    'made up for the simulator',
    'what signed webhooks are signed with; without one those are turned away',
  ),
  setting(
    'PSP_ANSWER_LIMIT_MS',
    whole(1, ANSWER_LIMIT_MS_MAX),
    '`5000`',
    'a card processor that is silent for longer is asked later what it did',
  ),
  setting('PSP_SIMULATOR_PORT', port, 'a free one; with `--demo` `PORT` + 1', 'where the simulator listens'),
  setting('BANK_URL', httpUrl, 'the simulator', 'the partner bank’s firm-banking API'),
  secret('BANK_API_KEY', 'made up for the simulator', 'its key'),
  setting(
    'BANK_ANSWER_LIMIT_MS',
    whole(1, ANSWER_LIMIT_MS_MAX),
    '`5000`',
    'a bank that is silent for longer is asked later what it did',
  ),
  setting('BANK_SIMULATOR_PORT', port, 'a free one; with `--demo` `PORT` + 2', 'where the simulator listens'),
  {
    ...setting('SMTP_URL', smtpUrl, 'the simulator', 'the mail server, `smtps://user:password@server:465`'),
    secret: true,
  },
  setting('MAIL_FROM', anyText, 'made up for the simulator', 'the sender of mails, `Name <address>`'),
  setting(
    'MAIL_SIMULATOR_PORT',
    port,
    'a free one; with `--demo` `PORT` + 3',
    'where the simulator shows the mails it has taken',
  ),
  setting('OTEL_EXPORTER_OTLP_ENDPOINT', httpUrl, 'tracing off', 'an OTLP/HTTP collector for traces'),
  setting('OTEL_SERVICE_NAME', anyText, '`madang`', 'the name in traces'),
  setting('MADANG_CHECK_REPLIES', onOff, '', '`on` compares every answer with the API document; for tests'),
  setting('MADANG_CRASH_AT', anyText, '', 'ends the process at a named place; for tests'),
]

export type Env = Readonly<Record<string, string | undefined>>

/** For `docs/reference/settings.md`. */
export const settingRows = (): readonly (readonly [string, string, string])[] =>
  settings.map(({ name, otherwise, what }) => [`\`${name}\``, otherwise, what])
