import { Center, Loader } from '@mantine/core';
import { useTranslation } from 'react-i18next';

/** Shown only when something takes long enough to be noticed. */
export function Waiting() {
  const { t } = useTranslation('app');
  return (
    <Center mih="40vh">
      <Loader role="status" aria-label={t('loading')} />
    </Center>
  );
}
