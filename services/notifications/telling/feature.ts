/** Telling: which events of other services reach whom. */
import { notificationsContract } from '../../../contracts/notifications.ts'
import { defineFeature } from '../../../platform/service/define-service.ts'
import { copiesChoices } from './members.ts'
import { tellsOfMoney, tellsOfRemittances } from './money.ts'
import { tellsOfOrders, tellsOfPayments } from './orders.ts'
import { sendCommand } from './send.ts'
import { tellsOfSettlements } from './settlements.ts'

export { walletOwner } from './money.ts'

export const tellingFeature = defineFeature(notificationsContract, {
  commands: { send: sendCommand },
  reactions: [copiesChoices, tellsOfOrders, tellsOfPayments, tellsOfMoney, tellsOfRemittances, tellsOfSettlements],
})
