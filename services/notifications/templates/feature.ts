/** Templates: everything that members may be told, in both languages. */
export { announcementTemplates } from './announcements.ts'
export { findTemplate, mentionedIn, type Stored, templates, textOf } from './catalogue.ts'
export { moneyTemplates } from './money.ts'
export { orderTemplates } from './orders.ts'
export { settlementTemplates } from './settlements.ts'
export type { Mentioned, Names } from './template.ts'
