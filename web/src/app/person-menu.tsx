import { Menu, Text, UnstyledButton } from '@mantine/core'
import { IconLanguage, IconLogout, IconUser } from '@tabler/icons-react'
import { Link, useRouterState } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { leave } from '../api/next-person.ts'
import { useUser } from '../api/use-session.ts'
import { initials } from '../ui/format.ts'
import { LinkButton } from '../ui/links.tsx'
import classes from './bar.module.css'
import { useLanguageChoice, useSchemeChoice } from './choices.tsx'

export function PersonMenu() {
  const { t } = useTranslation()
  const user = useUser()
  const href = useRouterState({ select: state => state.location.href })
  if (user) return <Person name={user.name} email={user.email} />
  return (
    <LinkButton to="/login" search={{ next: href }} size="sm" ms={4}>
      {t('shell.logIn')}
    </LinkButton>
  )
}

function Person({ name, email }: { readonly name: string; readonly email: string }) {
  const { t, i18n } = useTranslation()
  const choose = useLanguageChoice()
  const scheme = useSchemeChoice()
  return (
    <Menu position="bottom-end" width={240} radius="md">
      <Menu.Target>
        <UnstyledButton className={classes.icon} aria-label={`${t('shell.person')}: ${name}`}>
          <span className={classes.person} aria-hidden="true">
            {initials(name)}
          </span>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          <Text fw={700} c="var(--m-ink)" size="sm">
            {name}
          </Text>
          {email}
        </Menu.Label>
        <Menu.Item component={Link} to="/account" leftSection={<IconUser size={17} aria-hidden />}>
          {t('shell.account')}
        </Menu.Item>
        <Menu.Item
          hiddenFrom="md"
          leftSection={<IconLanguage size={17} aria-hidden />}
          onClick={() => void choose(i18n.language === 'ko' ? 'en' : 'ko')}
        >
          {i18n.language === 'ko' ? 'English' : '한국어'}
        </Menu.Item>
        <Menu.Item hiddenFrom="md" leftSection={<scheme.Sign size={17} aria-hidden />} onClick={scheme.change}>
          {scheme.label}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item leftSection={<IconLogout size={17} aria-hidden />} onClick={() => void leave()}>
          {t('shell.logOut')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
