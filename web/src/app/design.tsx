import { createFileRoute } from '@tanstack/react-router'
import { loadTexts } from '../i18n/index.ts'
import { Design } from './design/design.tsx'

export const Route = createFileRoute('/design')({ loader: () => loadTexts('design'), component: Design })
