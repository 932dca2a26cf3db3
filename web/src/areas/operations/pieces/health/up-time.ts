import { useTranslation } from 'react-i18next'

const DAY_S = 86_400
const HOUR_S = 3_600
const MINUTE_S = 60

/** `2일 3시간`: the two greatest units. */
export function useUpTime(uptime_s: number): string {
  const { t } = useTranslation('operations')
  const parts = [
    [Math.floor(uptime_s / DAY_S), 'days'],
    [Math.floor((uptime_s % DAY_S) / HOUR_S), 'hours'],
    [Math.floor((uptime_s % HOUR_S) / MINUTE_S), 'minutes'],
  ] as const
  const said = parts.filter(([count]) => count > 0).map(([count, unit]) => t(`health.${unit}`, { count }))
  return said.slice(0, 2).join(' ') || t('health.underMinute')
}
