/** The name of a head, `aggregate:id`, with the type of its state. */
export type HeadKey<S> = string & { readonly stateOf?: S }
