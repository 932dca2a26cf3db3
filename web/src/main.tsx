import '@mantine/core/styles.css'
import '@mantine/notifications/styles.css'
import 'pretendard/dist/web/variable/pretendardvariable-dynamic-subset.css'
import './ui/global.css'
import { localStorageColorSchemeManager, MantineProvider } from '@mantine/core'
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { setNonce } from 'get-nonce'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { queryClient } from './api/queries.ts'
import { followOtherTabs, resume } from './api/session.ts'
import { router } from './app/router.tsx'
import { startTexts } from './i18n/index.ts'
import { cssVariables, theme } from './ui/theme.ts'

/** The server writes a fresh nonce into each page; styles that Mantine makes carry it. */
const nonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? ''
setNonce(nonce)
Object.assign(globalThis, { __webpack_nonce__: nonce })

const RELOADED = 'madang.reloaded'

/** A chunk of an older deploy is gone: the page is loaded anew, once. */
addEventListener('vite:preloadError', event => {
  if (sessionStorage.getItem(RELOADED)) return
  sessionStorage.setItem(RELOADED, '1')
  event.preventDefault()
  location.reload()
})

const scheme = localStorageColorSchemeManager({ key: 'madang.scheme' })

function App() {
  return (
    <StrictMode>
      <MantineProvider
        theme={theme}
        cssVariablesResolver={cssVariables}
        colorSchemeManager={scheme}
        defaultColorScheme="auto"
        getStyleNonce={() => nonce}
      >
        <QueryClientProvider client={queryClient}>
          <RouterProvider router={router} />
        </QueryClientProvider>
      </MantineProvider>
    </StrictMode>
  )
}

// Not awaited at the top level: chunks of routes import this file, and would wait for it in a circle.
async function start(): Promise<void> {
  followOtherTabs(() => location.reload())
  await Promise.all([startTexts(), resume()])
  const root = document.getElementById('root')
  if (!root) throw new Error('the page has no root')
  const ready = router.load()
  createRoot(root).render(<App />)
  await ready
  sessionStorage.removeItem(RELOADED)
}

void start()
