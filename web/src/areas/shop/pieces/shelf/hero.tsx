/** The head of the shop: a greeting, and what a member can spend. */
import { Button, Skeleton, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useUser } from '../../../../api/use-session.ts'
import { DEEP } from '../../../../ui/colors.ts'
import { LinkButton } from '../../../../ui/links.tsx'
import { Mark } from '../../../../ui/mark.tsx'
import { Money } from '../../../../ui/money.tsx'
import { balance } from '../queries.ts'
import classes from './hero.module.css'

export function Hero() {
  const { t } = useTranslation('shop')
  const user = useUser()
  return (
    <section className={classes.hero}>
      <Mark className={classes.mark} frame={DEEP.shape} />
      <div className={classes.greeting}>
        <Title order={1} className={classes.title}>
          {user ? t('hero.member', { name: user.name }) : t('hero.visitor')}
        </Title>
        <Text c={DEEP.dimmed} mt={8}>
          {t('hero.text')}
        </Text>
      </div>
      {user ? <Purse /> : <Entrance />}
    </section>
  )
}

function Purse() {
  const { t } = useTranslation('shop')
  const ui = useTranslation().t
  const { data, isError, refetch } = useQuery(balance())
  return (
    <div className={classes.purse}>
      <Text size="sm" c={DEEP.dimmed}>
        {t('hero.balance')}
      </Text>
      {isError ? (
        <Button variant="white" size="compact-sm" my={6} onClick={() => void refetch()}>
          {ui('action.retry')}
        </Button>
      ) : data ? (
        <Money amount={data.available} currency={data.currency} className={classes.amount} />
      ) : (
        <Skeleton height={30} width={150} my={6} opacity={0.3} />
      )}
      <div className={classes.deeds}>
        <LinkButton to="/wallet/top-up" size="sm" variant="white" color="pine.8" className={classes.light}>
          {ui('page.topUp')}
        </LinkButton>
        <LinkButton to="/wallet/send" size="sm" variant="white" color="gray.0" className={classes.dim}>
          {ui('page.send')}
        </LinkButton>
      </div>
    </div>
  )
}

function Entrance() {
  const { t } = useTranslation('shop')
  const ui = useTranslation().t
  return (
    <div className={classes.entrance}>
      <LinkButton to="/login" search={{ next: '/shop' }} variant="white" color="pine.8" className={classes.light}>
        {ui('shell.logIn')}
      </LinkButton>
      <LinkButton to="/sign-up" variant="white" color="gray.0" className={classes.dim}>
        {t('hero.signUp')}
      </LinkButton>
    </div>
  )
}
