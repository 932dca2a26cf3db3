/** The read models that `madang rebuild` knows. */
import { Mistake } from '../platform/ports/mistake.ts'
import { viewsOf } from '../platform/service/task-view.ts'
import { nearest } from './command-line/nearest.ts'
import { services } from './services.ts'

const known = () =>
  services.flatMap(({ name: service, ...rest }) => viewsOf({ name: service, ...rest }).map(view => ({ service, view })))

export const viewLines = (): string =>
  known()
    .map(({ service, view }) => `  ${service} ${view.name}`)
    .join('\n')

/** Throws a `Mistake` that names the known ones. */
export function viewNamed(service: string, name: string) {
  const all = known()
  const found = all.find(each => each.service === service && each.view.name === name)
  if (found) return found.view
  const meant = nearest(
    `${service} ${name}`,
    all.map(each => `${each.service} ${each.view.name}`),
  )
  throw new Mistake({
    ko: `읽기 모델 '${service} ${name}'은(는) 없어요.${meant ? ` 혹시 '${meant}'인가요?` : ''}`,
    en: `There is no read model '${service} ${name}'${meant ? `; did you mean '${meant}'?` : '.'} There are:\n${viewLines()}`,
  })
}
