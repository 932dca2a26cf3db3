/** Keys of texts are those of the Korean files. */
import 'i18next'
import type design from '../app/design/texts/ko.json'
import type account from '../areas/account/texts/ko.json'
import type entrance from '../areas/entrance/texts/ko.json'
import type notifications from '../areas/notifications/texts/ko.json'
import type operations from '../areas/operations/texts/ko.json'
import type shop from '../areas/shop/texts/ko.json'
import type store from '../areas/store/texts/ko.json'
import type wallet from '../areas/wallet/texts/ko.json'
import type ui from '../ui/texts/ko.json'

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'ui'
    resources: {
      ui: typeof ui
      design: typeof design
      account: typeof account
      entrance: typeof entrance
      shop: typeof shop
      wallet: typeof wallet
      store: typeof store
      notifications: typeof notifications
      operations: typeof operations
    }
  }
}
