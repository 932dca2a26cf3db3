/** Which kind of file some bytes are. The bytes decide: the type that a sender claims is not looked at. */
import { isUtf8 } from 'node:buffer'

/** Types that an upload may have. */
export const UPLOAD_TYPES = [
  'image/png',
  'image/jpeg',
  'image/webp',
  'application/pdf',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  'text/plain',
] as const
export type UploadType = (typeof UPLOAD_TYPES)[number]

/** An SVG may hold scripts: one is stored only by code of our own, and never uploaded. */
export type FileType = UploadType | 'image/svg+xml'

export const isImage = (type: FileType): boolean => type.startsWith('image/')

const startsWith = (bytes: Buffer, ...signature: readonly number[]): boolean =>
  signature.every((byte, index) => bytes[index] === byte)

const hasAscii = (bytes: Buffer, at: number, text: string): boolean =>
  bytes.toString('latin1', at, at + text.length) === text

/** A ZIP archive with the main part of its kind (ECMA-376, part 1, §15.2). */
const isOffice = (part: string) => (bytes: Buffer) =>
  startsWith(bytes, 0x50, 0x4b, 0x03, 0x04) && bytes.includes('[Content_Types].xml') && bytes.includes(part)

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what a text does not have.
const CONTROLS = /[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]/

const signatures: Readonly<Record<UploadType, (bytes: Buffer) => boolean>> = {
  'image/png': bytes => startsWith(bytes, 0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a),
  'image/jpeg': bytes => startsWith(bytes, 0xff, 0xd8, 0xff),
  'image/webp': bytes => hasAscii(bytes, 0, 'RIFF') && hasAscii(bytes, 8, 'WEBP'),
  'application/pdf': bytes => hasAscii(bytes, 0, '%PDF-'),
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': isOffice('xl/workbook.xml'),
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': isOffice('word/document.xml'),
  'text/plain': bytes => isUtf8(bytes) && !CONTROLS.test(bytes.toString('utf8')),
}

/** The first of these types that the bytes are; null if they are none of them. */
export const fileTypeOf = (bytes: Buffer, types: readonly UploadType[] = UPLOAD_TYPES): UploadType | null =>
  types.find(type => signatures[type](bytes)) ?? null
