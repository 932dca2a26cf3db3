/** System calls that Node has no function for (Linux). */

/** For the C library's `syscall(2)`: numbers by architecture, and the types of the arguments. */
const CALLS = {
  sched_setattr: { numbers: { x64: 314n, arm64: 274n }, types: ['int64', 'buffer', 'int64'] },
  sched_setaffinity: { numbers: { x64: 203n, arm64: 122n }, types: ['int64', 'int64', 'buffer'] },
  setsockopt: { numbers: { x64: 54n, arm64: 208n }, types: ['int64', 'int64', 'int64', 'buffer', 'int64'] },
} as const

/**
 * Returns whether the call succeeded. Node reaches system calls through C only, by an experimental interface. The
 * result is false where that interface is missing or the call fails.
 */
export function systemCall(name: keyof typeof CALLS, ...values: readonly (bigint | Buffer)[]): boolean {
  const { numbers, types } = CALLS[name]
  const number = new Map(Object.entries(numbers)).get(process.arch)
  const ffi = process.platform === 'linux' ? process.getBuiltinModule('node:ffi') : undefined
  if (number === undefined || !ffi) return false
  try {
    const { functions } = ffi.dlopen(null, { syscall: { arguments: ['int64', ...types], return: 'int64' } })
    const call: (...values: unknown[]) => unknown = functions.syscall as never
    return call(number, ...values) === 0n
  } catch {
    return false
  }
}
