import { Button, Modal, Stack, Text } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useDisclosure } from '@mantine/hooks'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useUser } from '../../../../api/use-session.ts'
import { BankAccountFields, type BankAccountValues, useBankAccountRules } from '../../../../ui/bank-account-fields.tsx'
import { accountDigits } from '../../../../ui/banks.ts'
import { Confirm } from '../../../../ui/confirm.tsx'
import { focusFirstWrong, showAtFields } from '../../../../ui/form.ts'
import { Refused } from '../../../../ui/refused.tsx'
import type { EditedFranchise } from '../queries.ts'
import { showAtAccount } from './account-errors.ts'
import { DETAILS_FIELDS, DetailsFields, detailsBody, detailsOf, useDetailsForm } from './details-fields.tsx'
import { useChange } from './use-change.ts'

interface OfFranchise {
  readonly franchise: EditedFranchise
}

interface DialogProps {
  readonly title: string
  readonly children: (close: () => void) => ReactNode
}

/** A button, and the dialog that it opens; its form begins anew each time. */
function Dialog({ title, children }: DialogProps) {
  const ui = useTranslation().t
  const [opened, { open, close }] = useDisclosure(false)
  return (
    <>
      <Button variant="default" size="sm" onClick={open}>
        {title}
      </Button>
      <Modal
        opened={opened}
        onClose={close}
        size="lg"
        title={<Text fw={700}>{title}</Text>}
        closeButtonProps={{ 'aria-label': ui('action.close') }}
      >
        {opened && children(close)}
      </Modal>
    </>
  )
}

export function EditDetails({ franchise }: OfFranchise) {
  const { t } = useTranslation('store')
  return <Dialog title={t('franchise.edit')}>{close => <DetailsForm franchise={franchise} onDone={close} />}</Dialog>
}

export function EditAccount({ franchise }: OfFranchise) {
  const { t } = useTranslation('store')
  return (
    <Dialog title={t('franchise.changeAccount')}>
      {close => <AccountForm franchise={franchise} onDone={close} />}
    </Dialog>
  )
}

interface FormProps extends OfFranchise {
  readonly onDone: () => void
}

function DetailsForm({ franchise, onDone }: FormProps) {
  const { t } = useTranslation('store')
  // As it was when the dialog was opened: a later version is not what the form shows.
  const [base] = useState(franchise)
  const form = useDetailsForm(detailsOf(base))
  const saving = useChange(base, onDone, error => showAtFields(form, error, DETAILS_FIELDS))
  const isShown = Object.keys(form.errors).length > 0
  return (
    <form noValidate onSubmit={form.onSubmit(values => saving.mutate(detailsBody(values)), focusFirstWrong(form))}>
      <Stack gap="lg">
        <DetailsFields form={form} />
        <Refused error={isShown ? null : saving.error} />
        <Button type="submit" loading={saving.isPending}>
          {t('franchise.save')}
        </Button>
      </Stack>
    </form>
  )
}

function AccountForm({ franchise, onDone }: FormProps) {
  const { t } = useTranslation('store')
  const user = useUser()
  const form = useForm<BankAccountValues>({
    mode: 'uncontrolled',
    initialValues: { bankCode: franchise.bankAccount.bankCode, accountNumber: '', holderName: user?.name ?? '' },
    validate: useBankAccountRules(),
  })
  const saving = useChange(franchise, onDone, error => showAtAccount(form, error))
  const isShown = Object.keys(form.errors).length > 0
  const submit = ({ accountNumber, ...rest }: BankAccountValues) =>
    saving.mutate({ bankAccount: { ...rest, accountNumber: accountDigits(accountNumber) } })
  return (
    <form noValidate onSubmit={form.onSubmit(submit, focusFirstWrong(form))}>
      <Stack gap="lg">
        <Text>{t('franchise.accountText')}</Text>
        <BankAccountFields form={form} />
        <Refused error={isShown ? null : saving.error} />
        <Button type="submit" loading={saving.isPending}>
          {t('franchise.changeAccount')}
        </Button>
      </Stack>
    </form>
  )
}

/** Whether a franchise takes payments. */
export function ActiveButton({ franchise }: OfFranchise) {
  const { t } = useTranslation('store')
  const [asking, { open, close }] = useDisclosure(false)
  const saving = useChange(franchise, close)
  const { active, name } = franchise
  const action = t(active ? 'franchise.pause' : 'franchise.resume')
  return (
    <>
      <Button variant="subtle" size="sm" color={active ? 'crimson' : undefined} onClick={open}>
        {action}
      </Button>
      <Confirm
        opened={asking}
        onClose={close}
        title={t(active ? 'franchise.pauseTitle' : 'franchise.resumeTitle')}
        action={action}
        onConfirm={() => saving.mutate({ active: !active })}
        busy={saving.isPending}
        danger={active}
      >
        <Stack gap="sm">
          <Text fw={600}>{name}</Text>
          <Text>{t(active ? 'franchise.pauseText' : 'franchise.resumeText')}</Text>
          <Refused error={saving.error} />
        </Stack>
      </Confirm>
    </>
  )
}
