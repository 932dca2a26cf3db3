import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { buildWeb } from './build.ts'
import { sourcesHash } from './sources.ts'
import { timedBuild } from './start-build.ts'

/** Stands in for Vite: copies the main file into the folder it is told, and fails where that file says so. */
const VITE = `
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
const words = process.argv.slice(2)
const out = words[words.indexOf('--outDir') + 1]
const main = readFileSync('src/main.tsx', 'utf8')
mkdirSync(out + '/assets', { recursive: true })
writeFileSync(out + '/index.html', main)
writeFileSync(out + '/assets/app.js', main.repeat(400))
writeFileSync(out + '/assets/small.js', main)
writeFileSync(out + '/environment.txt', process.env.NODE_ENV + ' ' + words[0])
if (main.includes('wrong')) { console.error('main.tsx: it is wrong'); process.exit(1) }
`

let root: string
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'madang-web-build-'))
  write('web/package.json', '{ "type": "module" }')
  write('web/src/main.tsx', 'one')
  write('web/node_modules/vite/package.json', '{ "name": "vite", "type": "module", "bin": { "vite": "bin/vite.js" } }')
  write('web/node_modules/vite/bin/vite.js', VITE)
  write('clients/typescript/src/index.ts', 'client')
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

function write(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true })
  writeFileSync(join(root, path), text)
}
const page = () => readFileSync(join(root, 'web/dist/index.html'), 'utf8')
const build = (more = {}) => buildWeb({ root, ...more })

describe('the build of the web app', () => {
  it('is made once, and again when a source has changed', async () => {
    expect(await build()).toEqual({ kind: 'built' })
    expect([page(), readFileSync(join(root, 'web/dist/environment.txt'), 'utf8')]).toEqual(['one', 'production build'])
    expect(await build()).toEqual({ kind: 'fresh' })
    write('web/src/main.tsx', 'two')
    expect(await build()).toEqual({ kind: 'built' })
    expect(page()).toBe('two')
    expect(readdirSync(join(root, 'web')).filter(name => name.startsWith('.dist'))).toEqual([])
  })

  it.each([
    ['web/src/main.tsx', false],
    ['web/public/boot.js', false],
    ['web/vite.config.ts', false],
    ['clients/typescript/src/generated/schema.ts', false],
    ['package-lock.json', false],
    ['web/src/route-tree.gen.ts', true],
    ['web/src/money.test.ts', true],
    ['web/test/story.ts', true],
    ['web/dist/index.html', true],
    ['web/node_modules/react/index.js', true],
    ['services/money/service.ts', true],
  ])('that is there is as good as new after a change of %s: %s', async (path, fresh) => {
    await build()
    write(path, 'changed')
    expect(await build()).toEqual({ kind: fresh ? 'fresh' : 'built' })
  })

  it('tells names from contents, and is the same for the same sources', async () => {
    const before = await sourcesHash(root)
    write('web/src/other.ts', 'x')
    expect(await sourcesHash(root)).not.toBe(before)
    rmSync(join(root, 'web/src/other.ts'))
    expect(await sourcesHash(root)).toBe(before)
  })

  it('that fails leaves the old one, and says why', async () => {
    await build()
    write('web/src/main.tsx', 'wrong')
    expect(await build()).toEqual({ kind: 'failed', output: expect.stringContaining('main.tsx: it is wrong') })
    expect(page()).toBe('one')
    const { text, ok } = await timedBuild({ root })
    expect([ok, text]).toEqual([false, expect.stringContaining('npm run build:web')])
    expect(text).toContain('main.tsx: it is wrong')
  })

  it('removes what an interrupted one has left behind', async () => {
    mkdirSync(join(root, 'web/.dist-999999999'))
    await build()
    expect(existsSync(join(root, 'web/.dist-999999999'))).toBe(false)
  })

  it('for production has every file in compressed form too, where that is smaller', async () => {
    expect(await build()).toEqual({ kind: 'built' })
    expect(await build({ anew: true, compressed: true })).toEqual({ kind: 'built' })
    const bytes = (name: string) => readFileSync(join(root, 'web/dist/assets', name))
    expect(brotliDecompressSync(bytes('app.js.br'))).toEqual(bytes('app.js'))
    expect(gunzipSync(bytes('app.js.gz'))).toEqual(bytes('app.js'))
    expect(readdirSync(join(root, 'web/dist/assets')).sort()).toEqual(['app.js', 'app.js.br', 'app.js.gz', 'small.js'])
    expect(await build()).toEqual({ kind: 'fresh' })
  })
})

describe('without what it takes', () => {
  it.each([
    ['no sources', () => rmSync(join(root, 'web'), { recursive: true }), { kind: 'no_sources', hasOlder: false }],
    [
      'no Vite',
      () => rmSync(join(root, 'web/node_modules'), { recursive: true }),
      { kind: 'no_vite', hasOlder: false },
    ],
  ])('%s: it says so, and only the API starts', async (_, remove, outcome) => {
    remove()
    expect(await build()).toEqual(outcome)
    expect((await timedBuild({ root })).text).toMatch(/API만 시작해요.*only the API starts/)
  })

  it('an older build is served, and from an installation without sources in silence', async () => {
    await build()
    rmSync(join(root, 'web/node_modules'), { recursive: true })
    write('web/src/main.tsx', 'two')
    expect(await build()).toEqual({ kind: 'no_vite', hasOlder: true })
    expect((await timedBuild({ root })).text).toMatch(/the older build is served/)
    rmSync(join(root, 'web/package.json'))
    expect(await build()).toEqual({ kind: 'no_sources', hasOlder: true })
    expect((await timedBuild({ root })).text).toBeNull()
  })
})
