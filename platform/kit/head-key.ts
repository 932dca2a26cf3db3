/** The name of a head, `aggregate:id`, with the type of its state. */
export type HeadKey<S> = string & { readonly stateOf?: S }

/** The id in the name of a head. */
export const idOf = (key: string): string => key.slice(key.indexOf(':') + 1)
