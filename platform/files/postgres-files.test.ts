import { Type } from 'typebox'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openTestApplication, origin, type TestApplication } from '../../test/harness/application.ts'
import { HandClock } from '../../test/harness/http-edge.ts'
import { png } from '../../test/harness/images.ts'
import { defineAggregate } from '../kit/aggregate.ts'
import { commandOn } from '../kit/command-on.ts'
import { event } from '../kit/contract.ts'
import { rebuild } from '../runtime/rebuild.ts'
import { fileReferences } from '../service/file-references.ts'
import { bareService } from '../service/service.ts'
import { ForgottenSubject } from '../vault/vault.ts'
import { verifyApplication } from '../verification/verify-application.ts'
import { contentHash, FILE_BYTES_MAX, type NewFile, ORPHAN_AGE_MS_MAX } from './files.ts'
import type { PostgresFiles } from './postgres-files.ts'

const attached = event('papers.attached', Type.Object({ hashes: Type.Array(Type.String()) }))
interface Paper {
  readonly hashes: readonly string[]
}
const paper = defineAggregate({
  name: 'paper',
  shape: 1,
  initial: (): Paper => ({ hashes: [] }),
  events: [attached],
  evolve: (_: Paper, { data }): Paper => data,
})
const attach = (id: string, hashes: string[]) =>
  commandOn(paper, id, 'papers.attach', (_, key) => [attached.of(key, { hashes })])
const references = fileReferences(paper, { table: 'paper_files', filesOf: ({ hashes }) => hashes })

const papers = bareService({
  name: 'papers',
  migrations: new URL('../../test/core/migrations/papers/', import.meta.url),
  aggregates: [paper],
  views: [references],
})
const bare = bareService({ name: 'bare' })

const clock = new HandClock()
let opened: TestApplication
let files: PostgresFiles
let count = 0
/** Of one test. */
let owner: string

beforeAll(async () => {
  opened = await openTestApplication({ services: [papers, bare], ports: { clock }, loops: false })
  ;({ files } = opened.application.service('papers'))
})
afterAll(() => opened.close())
beforeEach(() => {
  count += 1
  owner = `paper:${count}`
})

const service = () => opened.application.service('papers')
const rows = async (text: string, values: readonly unknown[] = [owner]) =>
  (await service().read.query(text, values)).rows
const name = (...hashes: string[]) => service().writer.run(attach(String(count), hashes), origin())
const put = (bytes: Buffer, more: Partial<NewFile> = {}) =>
  files.put({ owner, subject: null, type: 'image/png', bytes, ...more })
const differences = async () =>
  (await verifyApplication(opened.database.url, [papers])).filter(check => check.differences.length > 0)

async function sweepAll(): Promise<void> {
  while (await files.sweep());
}

/** Marks orphans, then is there a day later. */
async function aDayLater(): Promise<void> {
  await sweepAll()
  clock.advance(ORPHAN_AGE_MS_MAX)
  await sweepAll()
}

describe('a file', () => {
  it('is read as it was stored, by its owner and the hash of its content', async () => {
    const stored = await put(png(3, 2))
    expect(stored).toEqual({ sha256: contentHash(png(3, 2)), type: 'image/png', size: png(3, 2).length })
    const { sha256 } = stored
    expect(await files.read({ owner, sha256 })).toEqual({ ...stored, bytes: png(3, 2) })
    expect(await files.read({ owner: 'paper:other', sha256 })).toBeNull()
    expect(await files.read({ owner, sha256: contentHash(png(3, 3)) })).toBeNull()
  })

  it('may be stored again, and again at the same time', async () => {
    await Promise.all([put(png(3, 2)), put(png(3, 2)), put(png(3, 2))])
    await put(png(3, 2))
    expect(await rows('select size from files where owner = $1')).toEqual([{ size: png(3, 2).length }])
  })

  it('may have ten MiB, and not a byte more; nothing is no file', async () => {
    const most = Buffer.alloc(FILE_BYTES_MAX, 7)
    const { sha256 } = await put(most, { type: 'text/plain' })
    expect((await files.read({ owner, sha256 }))?.bytes.equals(most)).toBe(true)
    await expect(put(Buffer.alloc(FILE_BYTES_MAX + 1))).rejects.toThrow('cannot be stored')
    await expect(put(Buffer.alloc(0))).rejects.toThrow('cannot be stored')
  })

  it('that somebody has changed in the table is a fault, and a difference', async () => {
    const { sha256 } = await put(png(5, 5))
    await name(sha256)
    await rows(`update files set content = content || '\\x00' where owner = $1`)
    await expect(files.read({ owner, sha256 })).rejects.toThrow('is not what was stored')
    expect(await differences()).toMatchObject([{ service: 'papers', differences: [{ owner, sha256, missing: false }] }])
    await rows('delete from files where owner = $1')
    expect(await differences()).toMatchObject([{ differences: [{ owner, sha256, missing: true }] }])
    await put(png(5, 5))
    expect(await differences()).toEqual([])
  })

  it('is not stored by a service that does not say which ones are named', async () => {
    const { files: nobodys } = opened.application.service('bare')
    await expect(nobodys.put({ owner, subject: null, type: 'image/png', bytes: png(1, 1) })).rejects.toThrow('no view')
  })
})

describe('a file of a subject', () => {
  it('is encrypted under the key of that subject', async () => {
    const text = Buffer.from('주민등록등본')
    const { sha256 } = await put(text, { subject: `doc_${count}`, type: 'text/plain' })
    const [{ content }] = await rows('select content from files where owner = $1')
    expect(content.includes(text)).toBe(false)
    expect((await files.read({ owner, sha256 }))?.bytes).toEqual(text)
  })

  it('is forgotten with it: at once nobody reads it, and soon it is gone', async () => {
    const subject = `doc_${count}`
    const { sha256 } = await put(png(4, 4), { subject })
    await name(sha256)
    await service().context.vault.forget(subject)
    expect(await files.read({ owner, sha256 })).toBeNull()
    await sweepAll()
    expect(await rows('select content from files where owner = $1')).toEqual([{ content: Buffer.alloc(0) }])
    expect(await differences()).toEqual([])
    await expect(put(png(4, 4), { subject })).rejects.toThrow(ForgottenSubject)
    await name()
    await aDayLater()
    expect(await rows('select 1 from files where owner = $1')).toEqual([])
  })
})

describe('the sweep', () => {
  const kept = async () => (await rows('select sha256 from files where owner = $1')).map(({ sha256 }) => sha256)

  it('removes what nothing names, a day after it was seen so', async () => {
    await put(png(6, 6))
    await sweepAll()
    clock.advance(ORPHAN_AGE_MS_MAX - 1)
    await sweepAll()
    expect(await kept()).toHaveLength(1)
    clock.advance(1)
    await sweepAll()
    expect(await kept()).toEqual([])
  })

  it('keeps what is named, and what has come into the place of another for its day', async () => {
    const [first, second] = [await put(png(6, 6)), await put(png(7, 7))]
    await name(first.sha256)
    await aDayLater()
    expect(await kept()).toEqual([first.sha256])
    await put(png(7, 7))
    await name(second.sha256)
    await sweepAll()
    expect(await kept()).toHaveLength(2)
    await aDayLater()
    expect(await kept()).toEqual([second.sha256])
  })

  it('keeps what is named again meanwhile', async () => {
    const { sha256 } = await put(png(6, 6))
    await sweepAll()
    await name(sha256)
    await aDayLater()
    expect(await kept()).toEqual([sha256])
  })

  it('begins to count anew for what is stored again', async () => {
    await put(png(6, 6))
    await sweepAll()
    clock.advance(ORPHAN_AGE_MS_MAX)
    await put(png(6, 6))
    await sweepAll()
    expect(await kept()).toHaveLength(1)
  })
})

describe('what is named', () => {
  const named = () => rows('select sha256 from paper_files where owner = $1 order by 1')

  it('follows the head: added, replaced, named twice, taken away', async () => {
    await name('a', 'b')
    expect(await named()).toEqual([{ sha256: 'a' }, { sha256: 'b' }])
    await name('b', 'c', 'c')
    expect(await named()).toEqual([{ sha256: 'b' }, { sha256: 'c' }])
    await name()
    expect(await named()).toEqual([])
  })

  it('is the same when it is rebuilt from the events', async () => {
    await name('a', 'b')
    await name('b')
    await rebuild(opened.database.url, 'papers', references)
    expect(await named()).toEqual([{ sha256: 'b' }])
    await name()
  })
})
