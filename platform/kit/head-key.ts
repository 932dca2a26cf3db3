/** The name of a head, `aggregate:id`, that knows the type of its state. */
export type HeadKey<S> = string & { readonly stateOf?: S }
