/** What this service copies of members: their language, and what they do not want to be told. */
import { memberForgotten, memberRegistered, type Notifications, profileChanged } from '../../../contracts/identity.ts'
import { CATEGORIES, type Category } from '../../../contracts/notifications.ts'
import { on, reaction } from '../../../platform/service/handlers.ts'
import { copyChoices, forgetInbox } from '../inbox/feature.ts'

const switchedOff = (choices: Partial<Notifications>): Category[] =>
  CATEGORIES.filter(category => choices[category] === false)

export const copiesChoices = reaction(
  'copies-choices',
  on(memberRegistered, ({ data: { memberId, language }, version }) => [copyChoices(memberId, { version, language })]),
  on(profileChanged, ({ data: { memberId, language, notifications }, version }) =>
    language === undefined && notifications === undefined
      ? []
      : [copyChoices(memberId, { version, language, off: notifications && switchedOff(notifications) })],
  ),
  on(memberForgotten, ({ data: { memberId } }) => [forgetInbox(memberId)]),
)
