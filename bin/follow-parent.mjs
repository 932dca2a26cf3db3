/**
 * Loaded before the program: asks it to stop (SIGTERM) when the process that started it is gone and could not say so. That
 * is the launcher, or the shell that npm puts between, or npm itself; npm passes signals to its shell, which keeps them.
 */
import { readFileSync } from 'node:fs'
import { isMainThread } from 'node:worker_threads'

const look_every_ms = 250

/** State and parent of a process, as Linux tells; the program's name in brackets may itself hold brackets. */
function statusOf(pid) {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const [state, parent] = text.slice(text.lastIndexOf(')') + 2).split(' ')
    return { state, parent: Number(parent) }
  } catch {
    return null
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0)
  } catch (error) {
    return error.code === 'EPERM'
  }
  const endedButNotBuried = statusOf(pid)?.state === 'Z'
  return !endedButNotBuried
}

/** The npm that runs our shell, or null. Only Linux says; elsewhere the shell must do. */
function npmAbove(shell) {
  const above = statusOf(shell)?.parent
  if (!above) return null
  return readFileSync(`/proc/${above}/comm`, 'utf8').startsWith('npm') ? above : null
}

function follow() {
  const parent = process.ppid
  const npm = npmAbove(parent)
  const timer = setInterval(() => {
    if (process.ppid === parent && isAlive(parent) && (npm === null || isAlive(npm))) return
    clearInterval(timer)
    process.kill(process.pid, 'SIGTERM')
  }, look_every_ms)
  timer.unref()
}

if (isMainThread) follow()
