import { colors, HUES } from '../../ui/colors.ts'
import classes from './design.module.css'

/** The hues from light to dark. */
export function Ramps() {
  return (
    <div className={classes.ramps}>
      {[...HUES, 'gray' as const].map(hue => (
        <div key={hue} className={classes.ramp}>
          <span className={classes.hue}>{hue}</span>
          {colors[hue].map(color => (
            <span key={color} className={classes.shade} style={{ background: color }} title={color} />
          ))}
        </div>
      ))}
    </div>
  )
}
