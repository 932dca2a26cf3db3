/**
 * Asks the database once for all who want to know the same at the same time. Who asks while an answer is on its way
 * gets the one after it, so nobody is told what was true only before they asked.
 */
interface Flight<A> {
  readonly current: Promise<A>
  next: Promise<A> | null
}

export class SharedReads<A> {
  readonly #flights = new Map<string, Flight<A>>()

  ask(question: string, fetch: () => Promise<A>): Promise<A> {
    const flight = this.#flights.get(question)
    if (!flight) return this.#start(question, fetch)
    const start = () => this.#start(question, fetch)
    flight.next ??= flight.current.then(start, start)
    return flight.next
  }

  #start(question: string, fetch: () => Promise<A>): Promise<A> {
    const flight: Flight<A> = { current: fetch(), next: null }
    this.#flights.set(question, flight)
    // The one after it, if anybody waits for it, takes this one's place.
    const land = () => {
      if (flight.next === null) this.#flights.delete(question)
    }
    flight.current.then(land, land)
    return flight.current
  }
}
