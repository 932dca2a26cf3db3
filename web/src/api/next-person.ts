/** Log-out: nothing of the member stays on the page. */
import { forgetAttempts } from './attempt.ts'
import { abortRequests } from './client.ts'
import { queryClient } from './queries.ts'
import { logOut } from './session.ts'

export async function leave(): Promise<void> {
  abortRequests()
  forgetAttempts()
  sessionStorage.clear()
  queryClient.clear()
  await logOut()
  // A new document: no component, form or timer of the former member is left.
  location.assign('/login')
}
