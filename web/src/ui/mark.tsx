/** The mark: ㅁ, the first letter of 마당 and the plan of a house around its courtyard; its gate is open, a tree stands inside. */
interface MarkProps {
  readonly size?: number
  readonly frame?: string
  readonly fruit?: string
  readonly className?: string
}

export function Mark({ size = 28, frame = 'var(--m-link)', fruit = '#e3662f', className }: MarkProps) {
  return (
    <svg viewBox="0 0 32 32" width={size} height={size} className={className} aria-hidden="true" focusable="false">
      <path
        d="M14 27H8.5A3.5 3.5 0 0 1 5 23.5v-15A3.5 3.5 0 0 1 8.5 5h15A3.5 3.5 0 0 1 27 8.5v15a3.5 3.5 0 0 1-3.5 3.5H21"
        fill="none"
        stroke={frame}
        strokeWidth="4.5"
      />
      <circle cx="19.3" cy="12.7" r="3.2" fill={fruit} />
    </svg>
  )
}
