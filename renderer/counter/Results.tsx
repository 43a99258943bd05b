import { Button, Kbd, Text } from '@mantine/core';
import { IconUserPlus } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Hit } from '../../preload/contract/counter.ts';
import { useFormat } from '../app/format.ts';
import css from './Counter.module.css';
import { Initial } from './Initial.tsx';
import { PhoneEnd } from './PhoneEnd.tsx';
import { shownName, useHidden } from './privacy.ts';
import { resultId, resultsId } from './SearchField.tsx';
import { open } from './store.ts';

interface ResultsProps {
  hits: readonly Hit[];
  /** False while these are still the answers to an earlier text. */
  fresh: boolean;
  marked: number | null;
  onMark(index: number): void;
  /** Null for somebody who may not enrol. */
  onEnrol: (() => void) | null;
}

/** Who is found: enough of each to pick the right person, no more (F-26). */
export function Results({ hits, fresh, marked, onMark, onEnrol }: ResultsProps) {
  const { t } = useTranslation('counter');
  const format = useFormat();
  const hidden = useHidden();
  return (
    <section className={css.results} aria-label={t('search.results')}>
      <div className={css.said} role="status">
        {fresh ? t('search.found', { count: hits.length }) : ''}
      </div>
      <div id={resultsId} role="listbox" aria-label={t('search.results')}>
        {hits.map((hit, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the search field keeps the focus and has the keys
          // biome-ignore lint/a11y/useFocusableInteractive: options are reached by aria-activedescendant
          <div
            key={hit.customerId}
            id={resultId(index)}
            role="option"
            aria-selected={index === (marked ?? 0)}
            className={css.result}
            onClick={() => open(hit.customerId)}
            onPointerMove={() => onMark(index)}
          >
            <Initial name={hit.name} />
            <span className={css.resultName}>{shownName(t, hidden, hit)}</span>
            <PhoneEnd digits={hit.phoneEnd} />
            {!hidden && (
              <>
                <span className={css.resultNumber}>{t('number', { number: hit.number })}</span>
                <span className={css.resultVisit}>
                  {hit.lastVisitDay ? format.ago(hit.lastVisitDay) : t('neverVisited')}
                </span>
              </>
            )}
          </div>
        ))}
      </div>
      {fresh && hits.length === 0 && (
        <div className={css.nobody}>
          <Text fw={650} size="lg">
            {t('search.nobody')}
          </Text>
          <Text c="dimmed">{t('search.nobodyHelp')}</Text>
        </div>
      )}
      {onEnrol && fresh && (
        <Button
          variant={hits.length === 0 ? 'filled' : 'subtle'}
          size="lg"
          leftSection={<IconUserPlus aria-hidden />}
          rightSection={hits.length === 0 ? <Kbd aria-hidden>Enter</Kbd> : null}
          onClick={onEnrol}
        >
          {t('enrol.open')}
        </Button>
      )}
    </section>
  );
}
