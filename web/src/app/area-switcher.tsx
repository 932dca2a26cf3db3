import { Popover, Text, UnstyledButton } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconChevronDown } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useUser } from '../api/use-session.ts'
import { AREAS, type Area, mayEnter } from './areas.ts'
import classes from './bar.module.css'

/** A grid of the areas one may enter, in their colours. */
export function AreaSwitcher({ area }: { readonly area: Area }) {
  const { t } = useTranslation()
  const user = useUser()
  const [opened, { toggle, close }] = useDisclosure(false)
  const areas = AREAS.filter(each => !each.hidden && mayEnter(each, user))
  if (areas.length < 2) return null
  return (
    <Popover
      opened={opened}
      onChange={toggle}
      onDismiss={close}
      position="bottom-start"
      shadow="lg"
      radius="lg"
      trapFocus
    >
      <Popover.Target>
        <UnstyledButton
          className={classes.switch}
          onClick={toggle}
          aria-label={`${t('shell.switch')}: ${t(`area.${area.id}`)}`}
        >
          <span className={classes.dot} style={{ background: `var(--mantine-color-${area.color}-5)` }} />
          <span className={classes.switchName}>{t(`area.${area.id}`)}</span>
          <IconChevronDown size={15} stroke={2} aria-hidden />
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown p="md">
        <Text fw={600} size="sm" mb="xs">
          {t('shell.areas')}
        </Text>
        <nav className={classes.areas} aria-label={t('shell.areas')}>
          {areas.map(({ id, home, color, icon: Sign }) => (
            <Link key={id} to={home} className={classes.area} onClick={close} aria-current={id === area.id}>
              <span
                className={classes.tile}
                style={{
                  background: `var(--mantine-color-${color}-light)`,
                  color: `var(--mantine-color-${color}-light-color)`,
                }}
              >
                <Sign size={22} stroke={1.8} aria-hidden />
              </span>
              {t(`area.${id}`)}
            </Link>
          ))}
        </nav>
      </Popover.Dropdown>
    </Popover>
  )
}
