/** Answers with the bytes of a file. Whatever it holds, no browser runs it as a page of ours. */
import { type FileType, isImage } from '../../files/file-type.ts'
import type { FileContent } from '../../files/files.ts'
import type { Answer, AnyInput } from './route.ts'

const YEAR_S = 31_536_000

export interface FileAnswerOptions {
  /** Everybody may have it, and its URL names its content, so that a copy is good for ever. Otherwise nobody keeps a copy. */
  readonly immutable?: boolean
  /** What it is called when it is saved. What is no image is always saved. */
  readonly name?: string
}

/** 304 if the caller has it already. */
export function fileAnswer(
  { type, sha256, bytes }: FileContent,
  { headers: asked }: Pick<AnyInput, 'headers'>,
  { immutable = false, name }: FileAnswerOptions = {},
): Answer {
  const etag = `"${sha256}"`
  const headers = {
    etag,
    'cache-control': immutable ? `public, max-age=${YEAR_S}, immutable` : 'private, no-store',
    'content-disposition': disposition(type, name),
    // Besides the policy of every answer: a document of this origin, such as an SVG, gets one of its own and runs nothing.
    'content-security-policy': 'sandbox',
  }
  if (hasTag(asked['if-none-match'], etag)) return { status: 304, headers }
  return { status: 200, body: bytes, headers: { ...headers, 'content-type': contentTypeOf(type) } }
}

const contentTypeOf = (type: FileType): string => (type === 'text/plain' ? 'text/plain; charset=utf-8' : type)

/** A weak comparison (RFC 9110 §13.1.2). */
function hasTag(given: string | string[] | undefined, etag: string): boolean {
  if (typeof given !== 'string') return false
  return given.trim() === '*' || given.split(',').some(tag => tag.trim().replace(/^W\//, '') === etag)
}

/** RFC 6266, with the name in UTF-8 (RFC 8187). */
function disposition(type: FileType, name: string | undefined): string {
  const kind = isImage(type) ? 'inline' : 'attachment'
  if (name === undefined) return kind
  const ascii = name.replace(/[^\x20-\x7e]|["\\%]/g, '_')
  return `${kind}; filename="${ascii}"; filename*=UTF-8''${encodeURIComponent(name).replace(/['()*]/g, escaped)}`
}

const escaped = (sign: string): string => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`
