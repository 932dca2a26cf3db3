import { useHotkeys } from '@mantine/hooks'
import { lazy, Suspense, useState } from 'react'

/** The palette's code comes when it is opened first. */
const Search = lazy(() => import('./search.tsx'))

let open: () => void = () => {}
export const openPalette = (): void => open()

export function Palette() {
  const [opened, setOpened] = useState(false)
  const [wanted, setWanted] = useState(false)
  open = () => {
    setWanted(true)
    setOpened(true)
  }
  useHotkeys([['mod+K', () => open()]], [])
  if (!wanted) return null
  return (
    <Suspense fallback={null}>
      <Search opened={opened} onClose={() => setOpened(false)} />
    </Suspense>
  )
}
