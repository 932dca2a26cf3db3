/** Keeps open pages as new as the server. */
export function Live() {
  return null
}
