/** Which file shows which address. Areas bring folders of routes; `src/route-tree.gen.ts` is generated from this. */
import { index, physical, rootRoute, route } from '@tanstack/virtual-file-routes'

export const routes = rootRoute('app/root.tsx', [
  index('app/index.tsx'),
  route('/design', 'app/design.tsx'),
  physical('', 'areas/entrance/routes'),
  physical('/account', 'areas/account/routes'),
  physical('/notifications', 'areas/notifications/routes'),
  physical('/shop', 'areas/shop/routes'),
  physical('/wallet', 'areas/wallet/routes'),
  physical('/store', 'areas/store/routes'),
  physical('/operations', 'areas/operations/routes'),
])
