/** The pages that `type` of a problem names: what a code means, in Korean or English, and which operations give it. */
import { hash } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Language, Route } from '../platform/http/routes/route.ts'
import { languageOf } from '../platform/http/server/language.ts'
import { plainPageHeaders } from '../platform/http/server/security-headers.ts'
import { type Catalogue, commonRefusals, type RefusalText, refuse } from '../platform/kit/refusal.ts'

interface Documented {
  readonly refusals?: Catalogue | undefined
  readonly routes: readonly Route[]
}

interface ProblemPage {
  readonly code: string
  /** More than one where services say it differently. */
  readonly meanings: readonly RefusalText[]
  /** `POST /api/orders`; none for what any operation may answer. */
  readonly operations: readonly string[]
}

const PAGE_AGE_S = 3_600

const STYLE = `body{margin:0;font:16px/1.6 system-ui,sans-serif;color:#1c1c1e;background:#fafaf8}
main{max-width:42rem;margin:0 auto;padding:3rem 1.25rem}h1{font-size:1.5rem;line-height:1.35;margin:.25rem 0 1rem}
code{font:.9em ui-monospace,monospace;background:#ececea;padding:.1em .35em;border-radius:.25rem;overflow-wrap:anywhere}
a{color:#0b5bd3}ul{padding-left:1.25rem}p.status{margin:0;color:#5f5f66}
@media(prefers-color-scheme:dark){body{color:#ececea;background:#161618}code{background:#2a2a2e}a{color:#7db1ff}p.status{color:#a0a0a8}}`

const HEADERS = plainPageHeaders(`'sha256-${hash('sha256', STYLE, 'base64')}'`)

const WORDS = {
  ko: {
    index: '오류 코드',
    operations: '이 오류로 응답하는 API',
    anywhere: '어느 API에서나 나올 수 있어요.',
    all: '모든 오류 코드',
  },
  en: {
    index: 'Problems',
    operations: 'Operations that answer it',
    anywhere: 'Any operation may answer it.',
    all: 'All problems',
  },
} as const

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
const escaped = (text: string): string => text.replaceAll(/[&<>"]/g, character => ENTITIES[character] ?? character)

/** Of every code of every catalogue, sorted. */
export function problemPages(services: readonly Documented[]): ReadonlyMap<string, ProblemPage> {
  const catalogues = [commonRefusals, ...services.map(({ refusals = {} }) => refusals)]
  const codes = [...new Set(catalogues.flatMap(catalogue => Object.keys(catalogue)))].sort()
  const routes = services.flatMap(service => service.routes)
  return new Map(
    codes.map(code => [code, { code, meanings: meaningsOf(code, catalogues), operations: givenBy(code, routes) }]),
  )
}

function meaningsOf(code: string, catalogues: readonly Catalogue[]): RefusalText[] {
  const all = catalogues.flatMap(catalogue => (Object.hasOwn(catalogue, code) ? (catalogue[code] ?? []) : []))
  return [...new Map(all.map(text => [`${text.status} ${text.en} ${text.ko}`, text])).values()]
}

const givenBy = (code: string, routes: readonly Route[]): string[] =>
  routes.filter(({ refusals = [] }) => refusals.includes(code)).map(({ method, path }) => `${method} ${path}`)

export function pageOf({ code, meanings, operations }: ProblemPage, language: Language): string {
  const words = WORDS[language]
  const said = meanings.map(text => `<p class="status">HTTP ${text.status}</p><h1>${escaped(text[language])}</h1>`)
  const list = operations.map(operation => `<li><code>${escaped(operation)}</code></li>`)
  const where = list.length > 0 ? `<h2>${words.operations}</h2><ul>${list.join('')}</ul>` : `<p>${words.anywhere}</p>`
  const body = `${said.join('')}<p><code>${escaped(code)}</code></p>${where}<p><a href="/problems">${words.all}</a></p>`
  return documentOf(code, body, language)
}

export function indexOf(pages: ReadonlyMap<string, ProblemPage>, language: Language): string {
  const items = [...pages.values()].map(({ code, meanings }) => {
    const [first] = meanings
    return `<li><a href="/problems/${encodeURIComponent(code)}"><code>${escaped(code)}</code></a> ${escaped(first?.[language] ?? '')}</li>`
  })
  return documentOf(WORDS[language].index, `<h1>${WORDS[language].index}</h1><ul>${items.join('')}</ul>`, language)
}

const documentOf = (title: string, body: string, language: Language): string =>
  `<!doctype html><html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">` +
  `<title>${escaped(title)} · Madang</title><style>${STYLE}</style></head><body><main>${body}</main></body></html>`

export function addProblemPages(server: FastifyInstance, services: readonly Documented[]): void {
  const pages = problemPages(services)
  const send = (request: FastifyRequest, reply: FastifyReply, render: (language: Language) => string) => {
    const language = languageOf(request.headers['accept-language'])
    return reply
      .headers({ ...HEADERS, 'x-correlation-id': request.id, 'content-language': language, vary: 'accept-language' })
      .header('cache-control', `public, max-age=${PAGE_AGE_S}`)
      .type('text/html; charset=utf-8')
      .send(render(language))
  }
  server.get('/problems', (request, reply) => send(request, reply, language => indexOf(pages, language)))
  server.get<{ Params: { code: string } }>('/problems/:code', (request, reply) => {
    const page = pages.get(request.params.code)
    if (page) return send(request, reply, language => pageOf(page, language))
    server.edge.refuse(request, reply, refuse('not_found'))
    return reply
  })
}
