/**
 * A bounded cache in two generations. An entry that was not used for a whole generation is dropped, so the size is
 * limited and hot entries stay.
 */
export class Recent<V> {
  readonly #generationMax: number
  #young = new Map<string, V>()
  #old = new Map<string, V>()
  #turned = 0

  /** Holds at most twice as many entries as one generation. */
  constructor(generationMax: number) {
    this.#generationMax = generationMax
  }

  /** The number of generations so far. An entry is kept until the second change of generation after it was set. */
  get turned(): number {
    return this.#turned
  }

  get(key: string): V | undefined {
    const young = this.#young.get(key)
    if (young !== undefined) return young
    const old = this.#old.get(key)
    if (old !== undefined) this.set(key, old)
    return old
  }

  set(key: string, value: V): void {
    if (this.#young.size >= this.#generationMax) {
      this.#old = this.#young
      this.#young = new Map()
      this.#turned += 1
    }
    this.#young.set(key, value)
  }

  delete(key: string): void {
    this.#young.delete(key)
    this.#old.delete(key)
  }

  clear(): void {
    this.#young = new Map()
    this.#old = new Map()
  }
}
