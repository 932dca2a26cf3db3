/**
 * Combines many small requests to a database into few. One call is in flight at a time; requests that arrive meanwhile
 * are combined into the next call.
 */
interface PendingLoad<K, V> {
  readonly key: K
  readonly resolve: (value: V) => void
  readonly reject: (fault: unknown) => void
}

/**
 * `call` takes up to `max` keys and returns a value for each, in their order. If it throws, all waiting requests are
 * rejected.
 */
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
    // Requests of the same turn of the event loop belong to the same call.
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

/** What was found, in the order of the keys, as `gather` wants it; null for what was not found. */
export function inOrderOf<K, V>(keys: readonly K[], found: readonly V[], keyOf: (value: V) => K): (V | null)[] {
  const byKey = new Map(found.map(value => [keyOf(value), value]))
  return keys.map(key => byKey.get(key) ?? null)
}
