/** Presentation: messages as people read them. */
export { type Item, presentAll, presentEach } from './present.ts'
