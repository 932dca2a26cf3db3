/** What is open, ended in reverse at the end or when the run is interrupted. */
export class Open {
  readonly #ends: (() => unknown)[] = []
  #ending: Promise<void> | null = null

  /** Gives what ends it earlier; once. */
  add(end: () => unknown): () => Promise<unknown> {
    let ended: Promise<unknown> | undefined
    const once = () => {
      ended ??= (async () => end())()
      return ended
    }
    this.#ends.push(once)
    return once
  }

  /** What the action opens ends with it, or with us. */
  async within<T>(action: (inner: Open) => Promise<T>): Promise<T> {
    const inner = new Open()
    const end = this.add(() => inner.end())
    try {
      return await action(inner)
    } finally {
      await end()
    }
  }

  /** All of it also when something does not end well; throws the first fault then. May be called twice. */
  end(): Promise<void> {
    this.#ending ??= this.#endAll()
    return this.#ending
  }

  async #endAll(): Promise<void> {
    const faults: unknown[] = []
    for (const end of this.#ends.splice(0).reverse()) {
      try {
        await end()
      } catch (fault) {
        faults.push(fault)
      }
    }
    if (faults.length > 0) throw faults[0]
  }
}

/** Ends what is open when the action is over, or when somebody interrupts it; then the process ends too. */
export async function whileOpen<T>(action: (open: Open) => Promise<T>): Promise<T> {
  const open = new Open()
  let interrupted = false
  const interrupt = () => {
    // A terminal and npm may both send it.
    if (interrupted) return
    interrupted = true
    void open.end().finally(() => process.exit(130))
  }
  process.on('SIGINT', interrupt).on('SIGTERM', interrupt)
  try {
    return await action(open)
  } catch (fault) {
    // What was taken away from under the load fails; that is no news.
    if (interrupted) await open.end().then(() => process.exit(130))
    throw fault
  } finally {
    process.off('SIGINT', interrupt).off('SIGTERM', interrupt)
    await open.end()
  }
}
