import { type BoxProps, Menu, UnstyledButton, useComputedColorScheme, useMantineColorScheme } from '@mantine/core'
import { IconCheck, IconLanguage, IconMoon, IconSun } from '@tabler/icons-react'
import { useRouter } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { queryClient } from '../api/queries.ts'
import { changeLanguage, LANGUAGES, type Language } from '../i18n/index.ts'
import classes from './bar.module.css'

const NAMES: Record<Language, string> = { ko: '한국어', en: 'English' }

/** Texts of the API come in a language too: what is open is asked for again. */
export function useLanguageChoice(): (wanted: Language) => Promise<void> {
  const router = useRouter()
  return async wanted => {
    await changeLanguage(wanted)
    await queryClient.invalidateQueries()
    await router.invalidate()
  }
}

export function LanguageMenu({ visibleFrom }: Pick<BoxProps, 'visibleFrom'>) {
  const { t, i18n } = useTranslation()
  const choose = useLanguageChoice()
  return (
    <Menu position="bottom-end" radius="md">
      <Menu.Target>
        <UnstyledButton className={classes.icon} aria-label={t('shell.language')} visibleFrom={visibleFrom}>
          <IconLanguage size={20} stroke={1.8} />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        {LANGUAGES.map(language => (
          <Menu.Item
            key={language}
            lang={language}
            onClick={() => void choose(language)}
            rightSection={language === i18n.language ? <IconCheck size={16} aria-hidden /> : null}
          >
            {NAMES[language]}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}

/** The scheme that is not shown now, and the switch to it. */
export function useSchemeChoice() {
  const { t } = useTranslation()
  const { setColorScheme } = useMantineColorScheme()
  const dark = useComputedColorScheme('light') === 'dark'
  return {
    label: dark ? t('shell.light') : t('shell.dark'),
    Sign: dark ? IconSun : IconMoon,
    change: () => setColorScheme(dark ? 'light' : 'dark'),
  }
}

export function SchemeButton({ visibleFrom }: Pick<BoxProps, 'visibleFrom'>) {
  const { label, Sign, change } = useSchemeChoice()
  return (
    <UnstyledButton className={classes.icon} aria-label={label} onClick={change} visibleFrom={visibleFrom}>
      <Sign size={20} stroke={1.8} />
    </UnstyledButton>
  )
}
