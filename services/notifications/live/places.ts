/** How many connections a member has at once: one more takes the place of the oldest. */
export const CONNECTIONS_MAX = 5

export interface Connection {
  /** Another one has taken its place. */
  replaced(): void
}

export class Places<C extends Connection> {
  readonly #byMember = new Map<string, Set<C>>()

  take(memberId: string, connection: C): void {
    const taken = this.#byMember.get(memberId) ?? new Set<C>()
    this.#byMember.set(memberId, taken)
    taken.add(connection)
    const [oldest] = taken
    if (taken.size <= CONNECTIONS_MAX || oldest === undefined) return
    taken.delete(oldest)
    oldest.replaced()
  }

  leave(memberId: string, connection: C): void {
    const taken = this.#byMember.get(memberId)
    if (taken?.delete(connection) && taken.size === 0) this.#byMember.delete(memberId)
  }
}
