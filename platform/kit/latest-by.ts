/** Of several facts about one thing the last one counts. */

/** The last of each key, in the order in which the keys came first. */
export const latestBy = <T>(all: readonly T[], keyOf: (one: T) => string | null): T[] => [
  ...new Map(all.map(one => [keyOf(one), one])).values(),
]
