/** The list of tasks as a read model: the same table in every service. */
import { text, texts, timestamptz } from '../db/copy.ts'
import type { Aggregate } from '../kit/aggregate.ts'
import { headView } from './head-view.ts'
import type { ServiceDefinition } from './service.ts'
import { task } from './task.ts'

export const tasksView = headView(task, {
  table: 'operator_tasks',
  name: 'operator-tasks',
  columns: {
    kind: text(({ kind }) => kind),
    status: text(({ status }) => status),
    about: texts(({ about }) => about),
    opened_at: timestamptz(({ openedAt }) => openedAt),
  },
  when: ({ status }) => status !== 'none',
})

/** The read models of a service, with those that every service has. */
export const viewsOf = ({ views = [] }: ServiceDefinition) => [...views, tasksView]

/** The aggregates of a service but its sagas, with those that every service has. */
export const aggregatesWithTasks = ({ aggregates = [] }: ServiceDefinition): readonly Aggregate[] => [
  ...aggregates,
  task,
]
