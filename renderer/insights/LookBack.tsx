import { useTranslation } from 'react-i18next';
import { useLongAsk } from '../app/client.ts';
import { ErrorText } from '../app/errors.tsx';
import { LongWork } from '../app/LongWork.tsx';
import { BandsOverTime } from './BandsOverTime.tsx';
import { ListCheck } from './ListCheck.tsx';

/** The risk list looked back on. It takes a model for every evening: shown with how far it is, and can be stopped. */
export function LookBack({ range }: { range: { from: string; to: string } }) {
  const { t } = useTranslation('insights');
  const { data, error, ...work } = useLongAsk('insights.risk', range, 'insights.cancel');
  return (
    <>
      <ErrorText error={error} />
      <LongWork of={work} doing={t('past.looking')} ask={t('past.again')} />
      {data && (
        <>
          <ListCheck history={data} />
          <BandsOverTime history={data} />
        </>
      )}
    </>
  );
}
