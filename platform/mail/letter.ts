/** How a mail looks: a title, paragraphs and one thing to do, as text and as HTML that any mail program can show. */
import type { Mail } from './mail.ts'

export interface Letter {
  readonly to: string
  readonly language: 'ko' | 'en'
  readonly title: string
  readonly paragraphs: readonly string[]
  readonly action: { readonly label: string; readonly url: string }
  /** After the action, in small print. */
  readonly notes: readonly string[]
}

const WORDS = {
  ko: { sender: '마당', link: '버튼이 열리지 않으면 이 주소를 브라우저에 붙여 넣어 주세요.' },
  en: { sender: 'Madang', link: 'If the button does not open, paste this address into your browser.' },
} as const

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
const escaped = (text: string): string => text.replaceAll(/[&<>"]/g, character => ENTITIES[character] ?? character)

const FONT = "font-family:Pretendard,-apple-system,'Apple SD Gothic Neo','Malgun Gothic',sans-serif"
const BUTTON =
  'display:inline-block;padding:12px 24px;border-radius:10px;background:#11674b;color:#ffffff;font-weight:700;text-decoration:none'

export function mailOf(letter: Letter): Mail {
  const { to, language, title } = letter
  return { to, language, subject: title, text: textOf(letter), html: htmlOf(letter) }
}

function textOf({ language, title, paragraphs, action, notes }: Letter): string {
  const parts = [title, ...paragraphs, `${action.label}\n${action.url}`, ...notes, `— ${WORDS[language].sender}`]
  return `${parts.join('\n\n')}\n`
}

function htmlOf({ language, title, paragraphs, action, notes }: Letter): string {
  const { sender, link } = WORDS[language]
  const paragraph = (text: string) => `<p style="margin:0 0 16px">${escaped(text)}</p>`
  const small = (html: string) => `<p style="margin:0 0 8px;font-size:13px;color:#66645c">${html}</p>`
  const url = escaped(action.url)
  return [
    `<!doctype html><html lang="${language}"><head><meta charset="utf-8"><title>${escaped(title)}</title></head>`,
    `<body style="margin:0;background:#fbfaf7;color:#1f1e1a;font-size:15px;line-height:1.6;word-break:keep-all;${FONT}">`,
    '<div style="max-width:480px;margin:0 auto;padding:40px 20px">',
    `<p style="margin:0 0 24px;font-weight:700;color:#11674b">${sender}</p>`,
    `<h1 style="margin:0 0 16px;font-size:22px;line-height:1.35">${escaped(title)}</h1>`,
    ...paragraphs.map(paragraph),
    `<p style="margin:24px 0"><a href="${url}" style="${BUTTON}">${escaped(action.label)}</a></p>`,
    ...notes.map(note => small(escaped(note))),
    small(`${escaped(link)}<br><a href="${url}" style="color:#11674b;word-break:break-all">${url}</a>`),
    '</div></body></html>',
  ].join('\n')
}
