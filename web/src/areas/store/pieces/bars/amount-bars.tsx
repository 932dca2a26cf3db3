import '@mantine/charts/styles.css'
import { BarChart } from '@mantine/charts'
import { useChartColor } from '../../../../ui/chart-color.ts'
import type { Hue } from '../../../../ui/colors.ts'
import { formatCompact, formatMoney } from '../../../../ui/format.ts'

export interface Bar {
  /** Below the bar: `11/28`, `11월`. */
  readonly label: string
  readonly amount: number
}

interface AmountBarsProps {
  readonly bars: readonly Bar[]
  readonly currency: string
  /** What an amount is. */
  readonly word: string
  readonly hue: Hue
}

const HEIGHT = 210
const BAR_MAX = 22

/** Bars of amounts. A chunk of its own, loaded when a page shows it. */
export default function AmountBars({ bars, currency, word, hue }: AmountBarsProps) {
  const color = useChartColor()
  return (
    <BarChart
      h={HEIGHT}
      data={bars.map(bar => ({ ...bar }))}
      dataKey="label"
      series={[{ name: 'amount', label: word, color: color(hue) }]}
      gridAxis="x"
      tickLine="none"
      strokeDasharray="0"
      valueFormatter={value => formatMoney(value, currency)}
      yAxisProps={{ tickFormatter: formatCompact, width: 52 }}
      xAxisProps={{ interval: 'equidistantPreserveStart', minTickGap: 12 }}
      barProps={{ radius: [4, 4, 0, 0], maxBarSize: BAR_MAX, isAnimationActive: false }}
      maxBarWidth={BAR_MAX}
      barChartProps={{ accessibilityLayer: false }}
    />
  )
}
