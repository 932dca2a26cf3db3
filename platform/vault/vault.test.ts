import { mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Queryable, Rows } from '../db/database.ts'
import { type Ports, systemPorts } from '../ports/ports.ts'
import { openLocalKeys, rotateLocalKeys } from './local-keys.ts'
import type { KeyProvider } from './master-keys.ts'
import { CACHED_KEY_AGE_MS_MAX } from './subject-keys.ts'
import { createVault, ForgottenSubject } from './vault.ts'

/** The table `subject_keys`, as far as the vault's three statements go. */
class KeyTable implements Queryable {
  readonly rows = new Map<string, { subject: string; wrapped: string; key_id: string }>()
  reads = 0

  async query<R>(text: string, values: readonly unknown[] = []): Promise<Rows<R>> {
    if (text.startsWith('select')) {
      this.reads += 1
      const rows = (values[0] as string[]).flatMap(asked => this.rows.get(asked) ?? [])
      return { rows: rows as R[], rowCount: rows.length }
    }
    if (text.includes('do nothing')) {
      const [subjects, wrapped, keyIds] = values as string[][]
      for (const [nth, subject] of subjects!.entries()) {
        if (this.rows.has(subject)) continue
        this.rows.set(subject, { subject, wrapped: wrapped![nth]!, key_id: keyIds![nth]! })
      }
    } else {
      const subject = values[0] as string
      this.rows.set(subject, { subject, wrapped: '', key_id: '' })
    }
    return { rows: [], rowCount: 1 }
  }
}

let directory: string
let keys: KeyProvider
let table: KeyTable
let clock_ms: number
const system = systemPorts()
const ports: Ports = { ...system, clock: { ...system.clock, now: () => new Date(clock_ms) } }

const open = (service = 'identity', provider = keys) => createVault({ service, keys: provider, database: table, ports })

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'vault-'))
  keys = await openLocalKeys(join(directory, 'keys.json'), ports.random)
  table = new KeyTable()
  clock_ms = Date.UTC(2026, 10, 1)
})

afterEach(() => rm(directory, { recursive: true }))

describe('a sealed field', () => {
  it('opens to what was sealed, for any text and subject', async () => {
    const vault = await open()
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme' }), fc.string({ minLength: 1 }), async (plain, subject) => {
        const sealed = await vault.seal(subject, plain)
        expect(sealed).toMatch(/^v1\.[\w-]{16}\.[\w-]{22}\.[\w-]*$/)
        expect(await vault.open(subject, sealed)).toBe(plain)
        expect(vault.openOwn(vault.sealOwn(plain))).toBe(plain)
      }),
      { numRuns: 100 },
    )
  })

  it('is never the same twice, and does not hold the text', async () => {
    const vault = await open()
    const [first, second] = await Promise.all([vault.seal('mem_1', '김민수'), vault.seal('mem_1', '김민수')])
    expect(first).not.toBe(second)
    expect(Buffer.from(first, 'base64url').includes('김민수')).toBe(false)
  })

  it('does not open once any byte of it was changed', async () => {
    const vault = await open()
    const sealed = await vault.seal('mem_1', 'minsu@example.com')
    await fc.assert(
      fc.asyncProperty(fc.nat(2), fc.nat(), fc.integer({ min: 1, max: 255 }), async (part, place, flip) => {
        const parts = sealed
          .split('.')
          .slice(1)
          .map(text => Buffer.from(text, 'base64url'))
        const bytes = parts[part]!
        bytes[place % bytes.length]! ^= flip
        const changed = ['v1', ...parts.map(each => each.toString('base64url'))].join('.')
        await expect(vault.open('mem_1', changed)).rejects.toThrow()
      }),
      { numRuns: 100 },
    )
  })

  it.each(['', 'v1', 'v2.a.b.c', 'v1.a.b', 'v1.a.b.c.d', 'minsu@example.com'])('does not open from %j', async text => {
    const vault = await open()
    await vault.seal('mem_1', 'x')
    await expect(vault.open('mem_1', text)).rejects.toThrow()
  })

  it('of another subject does not open, even if both had the same data key', async () => {
    const vault = await open()
    const sealed = await vault.seal('mem_1', 'minsu@example.com')
    await vault.seal('mem_2', 'x')
    await expect(vault.open('mem_2', sealed)).rejects.toThrow()
    table.rows.set('mem_3', { ...table.rows.get('mem_1')!, subject: 'mem_3' })
    await expect(vault.open('mem_3', sealed)).rejects.toThrow()
  })
})

describe('forgetting', () => {
  it('makes everything of the subject unreadable for good, and nobody else', async () => {
    const vault = await open()
    const sealed = await vault.seal('mem_1', 'minsu@example.com')
    const other = await vault.seal('mem_2', 'jiwoo@example.com')
    await vault.forget('mem_1')
    expect(await vault.open('mem_1', sealed)).toBeNull()
    expect(await (await open()).open('mem_1', sealed)).toBeNull()
    await expect(vault.seal('mem_1', 'again')).rejects.toThrow(ForgottenSubject)
    expect(await vault.open('mem_2', other)).toBe('jiwoo@example.com')
  })

  it('holds for a subject that never had a key', async () => {
    const vault = await open()
    await vault.forget('mem_9')
    await vault.forget('mem_9')
    await expect(vault.seal('mem_9', 'x')).rejects.toThrow(ForgottenSubject)
  })

  it('reaches another instance when its cached key is checked again', async () => {
    const [here, there] = [await open(), await open()]
    const sealed = await here.seal('mem_1', 'x')
    expect(await there.open('mem_1', sealed)).toBe('x')
    await here.forget('mem_1')
    clock_ms += CACHED_KEY_AGE_MS_MAX
    expect(await there.open('mem_1', sealed)).toBeNull()
  })
})

describe('a sealer', () => {
  it('seals without waiting what opens as any other field', async () => {
    const vault = await open()
    const sealer = (await vault.sealer('mem_1'))!
    expect(sealer.subject).toBe('mem_1')
    const sealed = [sealer.seal('first'), sealer.seal('second')]
    expect(await Promise.all(sealed.map(each => vault.open('mem_1', each)))).toEqual(['first', 'second'])
  })

  it('that was prepared before the subject was forgotten seals what nobody can open', async () => {
    const vault = await open()
    const sealer = (await vault.sealer('mem_1'))!
    const before = sealer.seal('before')
    await vault.forget('mem_1')
    expect(await vault.open('mem_1', before)).toBeNull()
    expect(await vault.open('mem_1', sealer.seal('after'))).toBeNull()
  })

  it('is not given for a subject who was forgotten', async () => {
    const vault = await open()
    await vault.forget('mem_1')
    expect(await vault.sealer('mem_1')).toBeNull()
  })
})

describe('data keys', () => {
  it('are one per subject, however many come first at once', async () => {
    const vaults = await Promise.all([open(), open(), open()])
    const sealed = await Promise.all(vaults.map((vault, index) => vault.seal('mem_1', `text ${index}`)))
    for (const vault of vaults) {
      const opened = await Promise.all(sealed.map(each => vault.open('mem_1', each)))
      expect(opened).toEqual(['text 0', 'text 1', 'text 2'])
    }
  })

  it('of a page of subjects are read by one query', async () => {
    const subjects = Array.from({ length: 50 }, (_, index) => `mem_${index}`)
    const writer = await open()
    const sealed = await Promise.all(subjects.map(subject => writer.seal(subject, subject)))
    const reader = await open()
    table.reads = 0
    expect(await Promise.all(subjects.map((subject, index) => reader.open(subject, sealed[index]!)))).toEqual(subjects)
    expect(table.reads).toBe(1)
  })

  it('are kept wrapped only', async () => {
    const vault = await open()
    const sealed = await vault.seal('mem_1', 'x')
    const { wrapped, key_id } = table.rows.get('mem_1')!
    expect(wrapped).toMatch(/^v1\./)
    expect(key_id).toBe(keys.keyId)
    const stranger = await openLocalKeys(join(directory, 'other.json'), ports.random)
    await expect((await open('identity', stranger)).open('mem_1', sealed)).rejects.toThrow(/does not hold the key/)
  })
})

describe('derived keys', () => {
  it('give the same index at every start, another in every service', async () => {
    const again = await openLocalKeys(join(directory, 'keys.json'), ports.random)
    const index = (await open()).blindIndex('minsu@example.com')
    expect(index).toMatch(/^[\w-]{43}$/)
    expect((await open('identity', again)).blindIndex('minsu@example.com')).toBe(index)
    expect((await open('banking')).blindIndex('minsu@example.com')).not.toBe(index)
  })

  it('do not open what another service sealed for itself', async () => {
    const sealed = (await open('identity')).sealOwn('token')
    const banking = await open('banking')
    expect(() => banking.openOwn(sealed)).toThrow()
  })
})

describe('the local key file', () => {
  it('is readable by its owner only, and one file wins when two processes start at once', async () => {
    const file = join(directory, 'new', 'keys.json')
    const both = await Promise.all([openLocalKeys(file, ports.random), openLocalKeys(file, ports.random)])
    expect(both[0].keyId).toBe(both[1].keyId)
    expect((await stat(file)).mode & 0o777).toBe(0o600)
  })

  it('after a rotation wraps with the new key, reads what the old one wrapped, and derives the same', async () => {
    const file = join(directory, 'keys.json')
    const vault = await open()
    const sealed = await vault.seal('mem_1', 'before')
    const added = await rotateLocalKeys(file, ports.random)
    const rotated = await openLocalKeys(file, ports.random)
    expect(rotated.keyId).toBe(added)
    const after = await open('identity', rotated)
    expect(await after.open('mem_1', sealed)).toBe('before')
    await after.seal('mem_2', 'x')
    expect(table.rows.get('mem_2')!.key_id).toBe(added)
    expect(after.blindIndex('x')).toBe(vault.blindIndex('x'))
    expect((await stat(file)).mode & 0o777).toBe(0o600)
    expect(JSON.parse(await readFile(file, 'utf8')).keys).toHaveLength(2)
  })
})
