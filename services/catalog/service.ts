/** Catalog: products, their pictures, categories and sellers, the stock of each, and the reservations that orders hold on it. */
import { catalogContract } from '../../contracts/catalog.ts'
import { defineService } from '../../platform/service/define-service.ts'
import { category } from './category.ts'
import { categoryRoutes } from './category-api.ts'
import { checks } from './checks.ts'
import { productObligations } from './obligations.ts'
import { ownProductsRoute } from './own-products.ts'
import { pictureRoutes } from './picture-api.ts'
import { product } from './product.ts'
import { catalogWrites, publicRoutes, sellerRoutes } from './product-api.ts'
import { refusals } from './refusals.ts'
import { reservation } from './reservation.ts'
import {
  commitStockCommand,
  expireReservationCommand,
  releaseStockCommand,
  reserveStockCommand,
  returnStockCommand,
} from './reserving.ts'
import { seller } from './seller.ts'
import { sellerNameRoutes } from './seller-api.ts'
import { stock } from './stock.ts'
import { stockRoutes } from './stock-api.ts'
import { categoriesView, movementsView, productFilesView, productsView, sellersView } from './views.ts'

export const catalog = defineService(catalogContract, {
  migrations: new URL('./migrations/', import.meta.url),
  aggregates: [product, category, seller, stock, reservation],
  views: [productsView, productFilesView, categoriesView, sellersView, movementsView],
  commands: {
    reserveStock: reserveStockCommand,
    commitStock: commitStockCommand,
    releaseStock: releaseStockCommand,
    returnStock: returnStockCommand,
    expireReservation: expireReservationCommand,
  },
  routes: context => {
    const last = catalogWrites(context)
    return [
      ...publicRoutes(context, last),
      ...categoryRoutes(context, last),
      ...sellerRoutes(context),
      ...pictureRoutes(context),
      ownProductsRoute(context),
      ...sellerNameRoutes(context),
      ...stockRoutes(context),
    ]
  },
  rpcs: ({ read }) => ({ mayLeave: ({ memberId }) => productObligations(read, memberId) }),
  refusals,
  checks,
})
