import { ActionIcon } from '@mantine/core';
import { IconEye, IconEyeOff } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import css from './Counter.module.css';
import { flipPrivacy, useHidden } from './privacy.ts';

/** Hides a person from who stands at the counter, or shows them again, until the next customer (F-26). */
export function PrivacyButton() {
  const { t } = useTranslation('counter');
  const hidden = useHidden();
  return (
    <ActionIcon
      className={css.privacy ?? ''}
      variant="subtle"
      color="gray"
      size="2.75rem"
      aria-keyshortcuts="Control+H"
      aria-pressed={hidden}
      aria-label={t('privacy.hide')}
      title={t('privacy.hide')}
      onClick={flipPrivacy}
    >
      {hidden ? <IconEyeOff aria-hidden /> : <IconEye aria-hidden />}
    </ActionIcon>
  );
}
