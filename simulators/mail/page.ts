/** The mailbox as a page, to look at what the platform has sent. */
import type { ReceivedMail } from './mailbox.ts'

const STYLE = `body{margin:0;font:15px/1.6 system-ui,sans-serif;color:#1f1e1a;background:#fbfaf7}
main{max-width:44rem;margin:0 auto;padding:2.5rem 1.25rem}h1{font-size:1.4rem;margin:0 0 1.5rem}
article{background:#fff;border:1px solid #e9e6de;border-radius:16px;padding:1rem 1.25rem;margin:0 0 1rem}
h2{font-size:1.05rem;margin:0}p{margin:.25rem 0;color:#66645c}pre{white-space:pre-wrap;overflow-wrap:anywhere;font:inherit;margin:.75rem 0 0}
a{color:#11674b}@media(prefers-color-scheme:dark){body{color:#eceae3;background:#141512}article{background:#1d1f1b;border-color:#2d2f2a}
p{color:#aaa89e}a{color:#6cb798}}`

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
const escaped = (text: string): string => text.replaceAll(/[&<>"]/g, character => ENTITIES[character] ?? character)
const linked = (text: string): string =>
  escaped(text).replaceAll(/https?:\/\/[^\s<]+/g, url => `<a href="${url}" target="_blank" rel="noopener">${url}</a>`)

const mailHtml = ({ id, at, to, subject, text, language }: ReceivedMail): string =>
  `<article lang="${escaped(language)}"><h2>${escaped(subject)}</h2>` +
  `<p>${escaped(to.join(', '))} · <time>${escaped(at)}</time> · <a href="/simulator/mails/${encodeURIComponent(id)}/html">HTML</a></p>` +
  `<pre>${linked(text)}</pre></article>`

export const mailboxPage = (mails: readonly ReceivedMail[]): string =>
  `<!doctype html><html lang="ko"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">` +
  `<title>메일함 · Mailbox</title><style>${STYLE}</style></head><body><main><h1>메일함 · Mailbox</h1>` +
  `${mails.map(mailHtml).join('') || '<p>아직 메일이 없어요. · No mail yet.</p>'}</main></body></html>`
