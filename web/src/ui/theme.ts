/** The theme of Mantine: type, radii, shadows, and the colours of `colors.ts` as variables of each scheme. */
import {
  Badge,
  Button,
  Card,
  Checkbox,
  type CSSVariablesResolver,
  createTheme,
  type MantineColorsTuple,
  Modal,
  NavLink,
  PasswordInput,
  Select,
  Skeleton,
  TextInput,
  Tooltip,
} from '@mantine/core'
import { colors, HUES, type Token, tokens } from './colors.ts'

const FONT =
  '"Pretendard Variable", Pretendard, -apple-system, BlinkMacSystemFont, "Apple SD Gothic Neo", "Noto Sans KR", "Malgun Gothic", sans-serif'
const SOFT = { transitionProps: { duration: 140 } }

export const theme = createTheme({
  colors: colors as unknown as Record<string, MantineColorsTuple>,
  primaryColor: 'pine',
  primaryShade: { light: 7, dark: 6 },
  white: '#ffffff',
  black: tokens.ink[0],
  fontFamily: FONT,
  fontFamilyMonospace: `ui-monospace, SFMono-Regular, Menlo, Consolas, "Pretendard Variable", monospace`,
  fontSizes: { xs: '12px', sm: '13px', md: '15px', lg: '17px', xl: '20px' },
  lineHeights: { xs: '1.5', sm: '1.5', md: '1.6', lg: '1.5', xl: '1.4' },
  headings: {
    fontFamily: FONT,
    fontWeight: '700',
    sizes: {
      h1: { fontSize: '28px', lineHeight: '1.3' },
      h2: { fontSize: '22px', lineHeight: '1.35' },
      h3: { fontSize: '18px', lineHeight: '1.4' },
      h4: { fontSize: '16px', lineHeight: '1.45' },
    },
  },
  spacing: { xs: '8px', sm: '12px', md: '16px', lg: '24px', xl: '40px' },
  radius: { xs: '6px', sm: '8px', md: '10px', lg: '16px', xl: '20px' },
  defaultRadius: 'md',
  shadows: {
    sm: '0 2px 8px rgba(40, 38, 34, 0.06)',
    md: '0 8px 24px rgba(40, 38, 34, 0.10)',
    lg: '0 16px 40px rgba(40, 38, 34, 0.12)',
  },
  cursorType: 'pointer',
  respectReducedMotion: true,
  focusRing: 'auto',
  components: {
    Button: Button.extend({ defaultProps: { size: 'md' } }),
    Badge: Badge.extend({ defaultProps: { variant: 'light', radius: 'xs', miw: 'max-content', tt: 'none', fw: 600 } }),
    Card: Card.extend({ defaultProps: { withBorder: true, radius: 'lg', padding: 'lg' } }),
    Checkbox: Checkbox.extend({ defaultProps: { radius: 'xs' } }),
    Modal: Modal.extend({ defaultProps: { centered: true, radius: 'lg', ...SOFT } }),
    NavLink: NavLink.extend({ defaultProps: { variant: 'light' } }),
    PasswordInput: PasswordInput.extend({ defaultProps: { size: 'md' } }),
    Select: Select.extend({ defaultProps: { size: 'md', comboboxProps: SOFT } }),
    Skeleton: Skeleton.extend({ defaultProps: { radius: 'sm' } }),
    TextInput: TextInput.extend({ defaultProps: { size: 'md' } }),
    Tooltip: Tooltip.extend({ defaultProps: { withArrow: true, ...SOFT } }),
  },
})

const LIGHT = 0
const DARK = 1

function scheme(which: typeof LIGHT | typeof DARK): Record<string, string> {
  const own = Object.fromEntries(Object.entries(tokens).map(([name, pair]) => [`--m-${name}`, pair[which]]))
  const of = (name: Token) => `var(--m-${name})`
  const ramps = Object.fromEntries(HUES.flatMap(hue => (which === LIGHT ? lightRamp(hue) : darkRamp(hue))))
  return {
    ...own,
    ...ramps,
    '--mantine-color-body': of('page'),
    '--mantine-color-text': of('ink'),
    '--mantine-color-dimmed': of('dimmed'),
    '--mantine-color-placeholder': of('placeholder'),
    '--mantine-color-anchor': of('link'),
    '--mantine-color-error': of('danger'),
    '--mantine-color-default': of('surface'),
    '--mantine-color-default-hover': of('sunken'),
    '--mantine-color-default-color': of('ink'),
    '--mantine-color-default-border': of('border'),
    '--mantine-color-disabled': of('sunken'),
    '--mantine-color-disabled-color': of('placeholder'),
  }
}

/** A badge: shade 9 on shade 1; in the dark, shade 2 on a fifth of shade 5 (Mantine's own is darker than the page). */
function lightRamp(hue: (typeof HUES)[number]): [string, string][] {
  const name = `--mantine-color-${hue}`
  return [
    [`${name}-light`, colors[hue][1]],
    [`${name}-light-hover`, colors[hue][2]],
    [`${name}-light-color`, colors[hue][9]],
    [`${name}-text`, colors[hue][7]],
  ]
}

function darkRamp(hue: (typeof HUES)[number]): [string, string][] {
  const name = `--mantine-color-${hue}`
  const over = (share: number) => `color-mix(in srgb, ${colors[hue][5]} ${share}%, ${tokens.surface[DARK]})`
  return [
    [`${name}-light`, over(20)],
    [`${name}-light-hover`, over(28)],
    [`${name}-light-color`, colors[hue][2]],
    [`${name}-text`, colors[hue][4]],
  ]
}

export const cssVariables: CSSVariablesResolver = () => {
  const gray = '--mantine-color-gray'
  return {
    variables: {},
    light: {
      ...scheme(LIGHT),
      [`${gray}-light`]: colors.gray[1],
      [`${gray}-light-hover`]: colors.gray[2],
      [`${gray}-light-color`]: colors.gray[8],
    },
    dark: {
      ...scheme(DARK),
      [`${gray}-light`]: tokens.line[DARK],
      [`${gray}-light-hover`]: tokens.border[DARK],
      [`${gray}-light-color`]: colors.gray[2],
    },
  }
}
