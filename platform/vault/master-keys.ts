/** The master keys, which wrap the data keys of subjects. */

/** The owner of the master keys: a local key file, or a remote key service. */
export interface KeyProvider {
  /** Id of the key that wraps new data keys. */
  readonly keyId: string
  wrap(dataKey: Uint8Array): Promise<string>
  unwrap(wrapped: string, keyId: string): Promise<Uint8Array>
  /** A key derived for one purpose, such as the blind index. It is the same at every start. 32 bytes. */
  derive(purpose: string): Promise<Uint8Array>
}
