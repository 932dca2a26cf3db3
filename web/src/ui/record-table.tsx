/**
 * A list of records: a table on a wide window, two-line records on a narrow one. Filters, order and page stand in the
 * address, so that a list can be sent and found again.
 */
import { Box, Button, Group, Table, Text, UnstyledButton } from '@mantine/core'
import { IconArrowDown, IconArrowsSort, IconArrowUp } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import classes from './record-table.module.css'
import { Empty } from './states.tsx'

export interface Column<T> {
  readonly key: string
  readonly title: string
  readonly cell: (row: T) => ReactNode
  /** Numbers and amounts stand at the end, in figures of one width. */
  readonly numeric?: boolean
  readonly sortable?: boolean
  readonly width?: number | string
}

/** How a record looks on a phone: what it is and how much, when and in which state. */
export interface Brief {
  readonly title: ReactNode
  readonly aside?: ReactNode
  readonly detail?: ReactNode
  readonly badge?: ReactNode
}

export interface Sorting {
  readonly by: string
  readonly descending: boolean
}

export interface RecordTableProps<T> {
  /** What the list holds, for screen readers. */
  readonly label: string
  readonly rows: readonly T[]
  readonly id: (row: T) => string
  readonly columns: readonly Column<T>[]
  readonly brief: (row: T) => Brief
  readonly onOpen?: (row: T) => void
  readonly sorting?: Sorting
  readonly onSort?: (sorting: Sorting) => void
  readonly empty?: ReactNode
  /** The page behind this one; absent at the end. */
  readonly onNext?: (() => void) | undefined
  readonly onPrevious?: (() => void) | undefined
  readonly total?: number | undefined
}

export function RecordTable<T>(props: RecordTableProps<T>) {
  const { t } = useTranslation()
  const { rows, empty } = props
  if (rows.length === 0 && !props.onPrevious) return empty ?? <Empty title={t('table.empty')} />
  return (
    <>
      <Box visibleFrom="sm" className={classes.scroll}>
        <Wide {...props} />
      </Box>
      <Box hiddenFrom="sm">
        <Narrow {...props} />
      </Box>
      <Pager {...props} />
    </>
  )
}

function Wide<T>({ label, rows, id, columns, onOpen, sorting, onSort }: RecordTableProps<T>) {
  return (
    <Table className={classes.table} aria-label={label} verticalSpacing="sm" horizontalSpacing="md">
      <Table.Thead>
        <Table.Tr>
          {columns.map(column => (
            <Head key={column.key} column={column} sorting={sorting} onSort={onSort} />
          ))}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {rows.map(row => (
          <Table.Tr key={id(row)} data-open={onOpen ? true : undefined} onClick={onOpen && (() => onOpen(row))}>
            {columns.map((column, place) => (
              <Table.Td key={column.key} className={column.numeric ? classes.numeric : undefined}>
                {onOpen && place === 0 ? (
                  // The row is one click; its first cell is what the keyboard reaches.
                  <UnstyledButton
                    className={classes.open}
                    onClick={event => {
                      event.stopPropagation()
                      onOpen(row)
                    }}
                  >
                    {column.cell(row)}
                  </UnstyledButton>
                ) : (
                  column.cell(row)
                )}
              </Table.Td>
            ))}
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  )
}

interface HeadProps<T> {
  readonly column: Column<T>
  readonly sorting: Sorting | undefined
  readonly onSort: ((sorting: Sorting) => void) | undefined
}

function Head<T>({ column, sorting, onSort }: HeadProps<T>) {
  const { t } = useTranslation()
  const { key, title, numeric, sortable, width } = column
  const own = sorting?.by === key ? sorting : null
  const order = own ? (own.descending ? 'descending' : 'ascending') : undefined
  const Sign = own ? (own.descending ? IconArrowDown : IconArrowUp) : IconArrowsSort
  return (
    <Table.Th w={width} className={numeric ? classes.numeric : undefined} aria-sort={order}>
      {sortable && onSort ? (
        <UnstyledButton
          className={classes.sort}
          aria-label={t('table.sortBy', { column: title })}
          onClick={() => onSort({ by: key, descending: own ? !own.descending : false })}
        >
          {title}
          <Sign size={14} stroke={2} aria-hidden />
        </UnstyledButton>
      ) : (
        title
      )}
    </Table.Th>
  )
}

function Narrow<T>({ label, rows, id, brief, onOpen }: RecordTableProps<T>) {
  return (
    <ul className={classes.records} aria-label={label}>
      {rows.map(row => (
        <li key={id(row)}>
          {onOpen ? (
            <UnstyledButton className={classes.record} onClick={() => onOpen(row)}>
              <Lines {...brief(row)} />
            </UnstyledButton>
          ) : (
            <div className={classes.record}>
              <Lines {...brief(row)} />
            </div>
          )}
        </li>
      ))}
    </ul>
  )
}

function Lines({ title, aside, detail, badge }: Brief) {
  return (
    <>
      <span className={classes.line}>
        <Text span fw={600} className={classes.grow}>
          {title}
        </Text>
        <Text span fw={700} className="nowrap">
          {aside}
        </Text>
      </span>
      <span className={classes.line}>
        <Text span size="sm" c="dimmed" className={classes.grow}>
          {detail}
        </Text>
        {badge}
      </span>
    </>
  )
}

function Pager<T>({ onNext, onPrevious, total }: RecordTableProps<T>) {
  const { t } = useTranslation()
  if (!onNext && !onPrevious && total === undefined) return null
  return (
    <Group justify="space-between" p="md" className={classes.pager}>
      <Text size="sm" c="dimmed">
        {total === undefined ? '' : t('table.total', { count: total })}
      </Text>
      {(onNext || onPrevious) && (
        <Group gap="xs">
          <Button variant="default" size="sm" disabled={!onPrevious} onClick={onPrevious}>
            {t('action.previous')}
          </Button>
          <Button variant="default" size="sm" disabled={!onNext} onClick={onNext}>
            {t('action.next')}
          </Button>
        </Group>
      )}
    </Group>
  )
}
