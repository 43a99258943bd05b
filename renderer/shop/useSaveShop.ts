import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AppErrorData } from '../../preload/contract/errors.ts';
import type { InputFor } from '../../preload/contract/index.ts';
import { useAct } from '../app/client.ts';
import { showDone } from '../app/confirm.ts';

/** Saves a part of the shop's settings; says "saved" only when main has said so. */
export function useSaveShop() {
  const { t } = useTranslation('app');
  const update = useAct('shop.update');
  const [error, setError] = useState<AppErrorData | null>(null);
  const save = async (part: InputFor<'shop.update'>): Promise<void> => {
    const answer = await update.act(part);
    setError(answer.ok ? null : answer.error);
    if (answer.ok) showDone(t('saved'));
  };
  return { save, error, busy: update.busy };
}
