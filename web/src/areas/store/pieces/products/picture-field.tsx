import { Button, FileButton, Group, Input, Stack, Text } from '@mantine/core'
import { IconPhotoUp } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ProductPicture } from '../../../../ui/product-picture.tsx'
import { PICTURE_MIB_MAX, PICTURE_TYPES, pictureFault } from './picture.ts'

interface PictureFieldProps {
  /** What the product shows now. */
  readonly current: string | null
  readonly category?: string | undefined
  readonly file: File | null
  readonly onChange: (file: File | null) => void
  /** Why it was not taken. */
  readonly error?: string | null | undefined
}

/** Chooses a picture, and shows it before it is sent. */
export function PictureField({ current, category, file, onChange, error }: PictureFieldProps) {
  const { t } = useTranslation('store')
  const preview = useObjectUrl(file)
  const [fault, setFault] = useState<'type' | 'size' | null>(null)
  const choose = (chosen: File | null) => {
    if (!chosen) return
    const wrong = pictureFault(chosen)
    setFault(wrong)
    if (!wrong) onChange(chosen)
  }
  const shown = preview ?? current
  const said = fault ? t(`picture.${fault}`, { max: PICTURE_MIB_MAX }) : error
  return (
    <Stack gap="sm">
      <ProductPicture image={shown} category={category} alt={shown ? t('picture.alt') : ''} />
      <Group gap="xs">
        <FileButton accept={PICTURE_TYPES.join(',')} onChange={choose}>
          {button => (
            <Button {...button} variant="default" leftSection={<IconPhotoUp size={18} stroke={1.8} />}>
              {shown ? t('picture.other') : t('picture.choose')}
            </Button>
          )}
        </FileButton>
        {file && (
          <Button variant="subtle" color="gray" onClick={() => onChange(null)}>
            {t('picture.drop')}
          </Button>
        )}
      </Group>
      <div aria-live="polite">{said && <Input.Error>{said}</Input.Error>}</div>
      <Text size="sm" c="dimmed">
        {t('picture.hint', { max: PICTURE_MIB_MAX })}
      </Text>
    </Stack>
  )
}

/** The address of a file of this page; null for none. */
function useObjectUrl(file: File | null): string | null {
  const [url, setUrl] = useState<string | null>(null)
  useEffect(() => {
    if (!file) return
    const made = URL.createObjectURL(file)
    setUrl(made)
    return () => {
      setUrl(null)
      URL.revokeObjectURL(made)
    }
  }, [file])
  return url
}
