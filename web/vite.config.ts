/**
 * Builds the web app into `dist`, and serves it with hot reload in development, in front of a running server.
 */
import { tanstackRouter } from '@tanstack/router-plugin/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { routes } from './routes.ts'

const API = process.env.MADANG_URL ?? 'http://127.0.0.1:3000'
/** What the server answers itself; all else is the app. */
const SERVED = ['/api', '/session', '/docs', '/openapi.json', '/problems', '/health', '/version']

/** Smaller shared pieces join their only user: fewer requests for the same bytes. */
const MERGE_BELOW_BYTES = 24_000

export default defineConfig({
  plugins: [
    tanstackRouter({
      target: 'react',
      autoCodeSplitting: true,
      // With its loader a page's queries leave the first load; both come in one file.
      codeSplittingOptions: {
        defaultBehavior: [['loader', 'component', 'pendingComponent', 'errorComponent', 'notFoundComponent']],
      },
      virtualRouteConfig: routes,
      routesDirectory: './src',
      generatedRouteTree: './src/route-tree.gen.ts',
      quoteStyle: 'single',
      semicolons: false,
    }),
    react(),
  ],
  server: {
    host: '127.0.0.1',
    proxy: {
      ...Object.fromEntries(SERVED.map(path => [path, API])),
      '/ws': { target: API, ws: true },
    },
  },
  build: {
    target: 'es2023',
    sourcemap: false,
    chunkSizeWarningLimit: 900,
    rolldownOptions: {
      output: {
        // What pages share is named after all of them otherwise.
        chunkFileNames: ({ name }) => `assets/${name.split('~')[0]}-[hash].js`,
        assetFileNames: ({ names }) =>
          `assets/${(names[0] ?? 'file').replace(/~.*?(?=\.\w+$)/, '').replace(/\.\w+$/, '')}-[hash][extname]`,
        codeSplitting: {
          groups: [
            { name: 'vendor', test: /node_modules/, tags: ['$initial'], priority: 3 },
            { name: 'app', tags: ['$initial'], priority: 2 },
            {
              name: 'shared',
              minShareCount: 2,
              entriesAware: true,
              entriesAwareMergeThreshold: MERGE_BELOW_BYTES,
              priority: 1,
            },
          ],
        },
      },
    },
  },
})
