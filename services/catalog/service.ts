/** Catalog: products, the stock of each, and the reservations that orders hold on it. */
import { commitStock, releaseStock, reserveStock, returnStock } from '../../contracts/catalog.ts'
import { bareService } from '../../platform/service/service.ts'
import { checks } from './checks.ts'
import {
  commitStockCommand,
  expireReservationCommand,
  releaseStockCommand,
  reserveStockCommand,
  returnStockCommand,
} from './order-commands.ts'
import { product } from './product.ts'
import { productRoutes } from './product-api.ts'
import { refusals } from './refusals.ts'
import { reservation } from './reservation.ts'
import { EXPIRE_RESERVATION } from './reserving.ts'
import { stock } from './stock.ts'
import { stockRoutes } from './stock-api.ts'
import { movementsView, productsView } from './views.ts'

export const catalog = bareService({
  name: 'catalog',
  migrations: new URL('./migrations/', import.meta.url),
  aggregates: [product, stock, reservation],
  views: [productsView, movementsView],
  accepts: {
    [reserveStock.type]: reserveStockCommand,
    [commitStock.type]: commitStockCommand,
    [releaseStock.type]: releaseStockCommand,
    [returnStock.type]: returnStockCommand,
    [EXPIRE_RESERVATION]: expireReservationCommand,
  },
  routes: context => [...productRoutes(context), ...stockRoutes(context)],
  refusals,
  checks,
})
