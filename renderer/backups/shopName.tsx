import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

/** The name of a shop that a file is to replace, typed by hand so that nobody does it by mistake. `fits` says so at the field when it is another. */
export function useShopName(shop: string) {
  const { t } = useTranslation('backups');
  const [typed, setTyped] = useState('');
  const [wrong, setWrong] = useState(false);
  return {
    typed,
    fits(): boolean {
      const isIt = typed.trim() === shop;
      setWrong(!isIt);
      return isIt;
    },
    field: (
      <TextInput
        label={t('restore.type', { shop })}
        data-autofocus
        autoComplete="off"
        maxLength={200}
        value={typed}
        error={wrong ? t('restore.wrong', { shop }) : null}
        onChange={(event) => {
          setTyped(event.currentTarget.value);
          setWrong(false);
        }}
      />
    ),
  };
}
