import { Button, Stack, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { answerOf, api } from '../../../../api/client.ts'
import { focusFirstWrong, showAtFields } from '../../../../ui/form.ts'
import { Refused } from '../../../../ui/refused.tsx'
import { memberNamed, type Recipient } from './recipients.ts'

/** What a refusal says of the one field there is. */
const PLACES = { recipient_unknown: 'who', recipient_inactive: 'who', self_transfer: 'who', invalid_request: 'who' }

/** Finds a member, who is then seen by a masked name. */
export function MemberForm({ onFound }: { readonly onFound: (recipient: Recipient) => void }) {
  const { t } = useTranslation('wallet')
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { who: '' },
    validate: { who: value => (value.trim() ? null : t('send.needWho')) },
  })
  const find = useMutation({
    mutationFn: async (who: string): Promise<Recipient> => {
      const to = memberNamed(who)
      const { name } = await answerOf(api.POST('/api/remittances/recipients', { body: { to } }))
      return { to, kind: 'member', name }
    },
    onSuccess: onFound,
    onError: error => {
      if (showAtFields(form, error, ['who'], PLACES)) find.reset()
    },
  })
  return (
    <form noValidate onSubmit={form.onSubmit(({ who }) => find.mutate(who), focusFirstWrong(form))}>
      <Stack gap="md">
        <TextInput
          label={t('send.who')}
          description={t('send.whoHint')}
          inputWrapperOrder={['label', 'input', 'error', 'description']}
          inputMode="email"
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          key={form.key('who')}
          {...form.getInputProps('who')}
        />
        <Refused error={find.error} />
        <Button type="submit" size="lg" loading={find.isPending} fullWidth>
          {t('send.find')}
        </Button>
      </Stack>
    </form>
  )
}
