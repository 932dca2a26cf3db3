/** Reads what stands in an address: what is none of the page's values is left out. */
export type Search = Record<string, unknown>

export const textIn = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined

export const oneOf = <V extends string>(values: readonly V[], value: unknown): V | undefined =>
  values.find(each => each === value)

const PLAIN_DATE = /^\d{4}-\d{2}-\d{2}$/
export const dateIn = (value: unknown): string | undefined =>
  typeof value === 'string' && PLAIN_DATE.test(value) ? value : undefined

/** Without what is not there, so that the address has no empty parameters. */
export const given = <T extends object>(search: T): { [K in keyof T]?: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(search).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>
  }
