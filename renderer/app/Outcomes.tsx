import { Button } from '@mantine/core';
import i18next from 'i18next';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Confirmation } from '../../preload/contract/counter.ts';
import type { PersonId } from '../../preload/contract/values.ts';
import { serve, showAgain } from '../counter/store.ts';
import { call } from './client.ts';
import { takeLeft } from './pending.ts';
import css from './Shell.module.css';

interface Outcome {
  readonly requestId: string;
  readonly feature: string;
  readonly saved: boolean;
}

/**
 * After a page broke off in the middle of something: main is asked what became of it, and the person is told. What was done at the counter is
 * shown as it would have been, with its Undo.
 */
export function Outcomes({ personId }: { personId: PersonId }) {
  const { t } = useTranslation(['app', 'activity']);
  const [outcomes, setOutcomes] = useState<readonly Outcome[]>([]);
  useEffect(() => {
    for (const { requestId, name } of takeLeft(personId)) {
      const feature = name.slice(0, name.indexOf('.'));
      void call('shop.outcome', { requestId }).then((answer) => {
        if (!answer.ok) return;
        const shown = answer.value && Confirmation.safeParse(answer.value.answer);
        serve(personId);
        if (answer.value && shown?.success) showAgain(shown.data, answer.value.age);
        setOutcomes((before) => [...before, { requestId, feature, saved: answer.value !== null }]);
      });
    }
  }, [personId]);
  // Features that write nothing have no word of their own in the log.
  const place = (feature: string): string =>
    i18next.exists(`activity:kinds.${feature}`)
      ? (i18next.t as (key: string) => string)(`activity:kinds.${feature}`)
      : t('activity:program');
  return outcomes.map(({ requestId, feature, saved }) => (
    <aside key={requestId} className={css.banner} aria-label={t('outcome.label')}>
      <span role="status">{t(saved ? 'outcome.saved' : 'outcome.notSaved', { place: place(feature) })}</span>
      <Button
        variant="default"
        onClick={() => setOutcomes((before) => before.filter((one) => one.requestId !== requestId))}
      >
        {t('close')}
      </Button>
    </aside>
  ));
}
