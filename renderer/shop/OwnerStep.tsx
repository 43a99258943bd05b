import { TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { NewPin } from '../people/NewPin.tsx';
import css from './FirstRun.module.css';
import type { StepProps } from './steps.ts';

/** The owner's name and PIN. */
export function OwnerStep({ draft, change }: StepProps) {
  const { t } = useTranslation('shop');
  return (
    <div className={css.stack}>
      <TextInput
        label={t('first.owner.name')}
        size="lg"
        required
        maxLength={60}
        autoFocus
        autoComplete="off"
        value={draft.ownerName}
        onChange={(event) => change({ ownerName: event.currentTarget.value })}
      />
      <NewPin value={draft} onChange={change} />
    </div>
  );
}
