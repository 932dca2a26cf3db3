import { Button, Stack, Text, Title } from '@mantine/core'
import { IconBuildingBank, IconChevronRight, IconShoppingBag, IconUser } from '@tabler/icons-react'
import { Link, useRouter } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useUser } from '../../../api/use-session.ts'
import { LinkButton } from '../../../ui/links.tsx'
import classes from './welcome.module.css'

const STEPS = [
  { to: '/wallet/accounts', name: 'account', icon: IconBuildingBank },
  { to: '/account', name: 'profile', icon: IconUser },
  { to: '/shop', name: 'shop', icon: IconShoppingBag },
] as const

/** The first page of a new member: what to do first. */
export function Welcome({ next }: { readonly next: string | undefined }) {
  const { t } = useTranslation('entrance')
  const user = useUser()
  const router = useRouter()
  return (
    <Stack gap="lg">
      <div>
        <Title order={1}>{t('welcome.title', { name: user?.name ?? '' })}</Title>
        <Text c="dimmed" mt={4}>
          {t('welcome.text')}
        </Text>
      </div>
      <ul className={classes.steps}>
        {STEPS.map(({ to, name, icon: Sign }) => (
          <li key={to}>
            <Link to={to} className={classes.step}>
              <span className={classes.sign} aria-hidden="true">
                <Sign size={22} stroke={1.8} />
              </span>
              <span className={classes.words}>
                <strong>{t(`welcome.${name}.title`)}</strong>
                <span className={classes.detail}>{t(`welcome.${name}.text`)}</span>
              </span>
              <IconChevronRight size={18} stroke={2} aria-hidden />
            </Link>
          </li>
        ))}
      </ul>
      {next === undefined ? (
        <LinkButton to="/shop" size="lg" fullWidth>
          {t('welcome.begin')}
        </LinkButton>
      ) : (
        <Button size="lg" fullWidth onClick={() => router.history.push(next)}>
          {t('welcome.goOn')}
        </Button>
      )}
    </Stack>
  )
}
