import '@mantine/charts/styles.css'
import { BarChart } from '@mantine/charts'
import { useChartColor } from '../../../../ui/chart-color.ts'
import { formatCompact, formatMoney } from '../../../../ui/format.ts'

export interface FlowBar {
  /** Below the bars: `11/28`, `11월`. */
  readonly label: string
  readonly in: number
  readonly out: number
}

interface FlowBarsProps {
  readonly bars: readonly FlowBar[]
  readonly currency: string
  readonly words: { readonly in: string; readonly out: string }
}

const HEIGHT = 210
const BAR_MAX = 16

/** Bars of what came in and went out. A chunk of its own, loaded when a page shows it. */
export default function FlowBars({ bars, currency, words }: FlowBarsProps) {
  const color = useChartColor()
  return (
    <BarChart
      h={HEIGHT}
      data={[...bars] as unknown as Record<string, unknown>[]}
      dataKey="label"
      series={[
        { name: 'in', label: words.in, color: color('pine') },
        { name: 'out', label: words.out, color: color('persimmon') },
      ]}
      withLegend
      legendProps={{ verticalAlign: 'top', height: 36 }}
      gridAxis="x"
      tickLine="none"
      strokeDasharray="0"
      gridColor="var(--m-line)"
      valueFormatter={value => formatMoney(value, currency)}
      yAxisProps={{ tickFormatter: formatCompact, width: 52 }}
      xAxisProps={{ interval: 'equidistantPreserveStart', minTickGap: 12 }}
      // A table beside it says the same to who cannot see it: nothing of it is to be reached by keyboard.
      barChartProps={{ accessibilityLayer: false }}
      barProps={{ radius: [4, 4, 0, 0], maxBarSize: BAR_MAX, isAnimationActive: false }}
      maxBarWidth={BAR_MAX}
    />
  )
}
