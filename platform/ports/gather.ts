/**
 * Many small requests to a database as few: one call is under way at a time, and what is asked meanwhile goes into the
 * next one together.
 */
interface PendingLoad<K, V> {
  readonly key: K
  readonly resolve: (value: V) => void
  readonly reject: (fault: unknown) => void
}

/** `call` takes up to `max` keys and gives a value for each, in their order; if it throws, all who asked are told. */
export function gather<K, V>(max: number, call: (keys: readonly K[]) => Promise<readonly V[]>): (key: K) => Promise<V> {
  const waiting: PendingLoad<K, V>[] = []
  let running = false

  async function load(pending: readonly PendingLoad<K, V>[]): Promise<void> {
    try {
      const values = await call(pending.map(({ key }) => key))
      for (const [index, { resolve }] of pending.entries()) resolve(values[index] as V)
    } catch (fault) {
      for (const { reject } of pending) reject(fault)
    }
  }

  async function run(): Promise<void> {
    running = true
    // Whatever is asked in this turn of the event loop belongs together.
    await Promise.resolve()
    while (waiting.length > 0) {
      await load(waiting.splice(0, max))
    }
    running = false
  }

  return key =>
    new Promise((resolve, reject) => {
      waiting.push({ key, resolve, reject })
      if (!running) void run()
    })
}
