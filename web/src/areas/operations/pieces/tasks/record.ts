/** Where the history of a task is: under the id that stands behind its service and its source. */
export function recordIdOf(taskId: string): string {
  const [, , ...rest] = taskId.split('.')
  return rest.join('.').replaceAll('~', '/')
}
