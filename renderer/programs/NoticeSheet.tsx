import { useTranslation } from 'react-i18next';
import type { ProgramId } from '../../preload/contract/values.ts';
import { useAsk } from '../app/client.ts';
import { useFormat } from '../app/format.ts';
import { useLaidOut } from '../paper/useLaidOut.ts';
import css from './NoticeSheet.module.css';
import { ProgramPicture } from './ProgramPicture.tsx';
import { saysOf } from './says.ts';
import { useSpeaker } from './useSpeaker.ts';

/** A notice for the door: what a program's rules are from now on, what they were, and that nobody loses anything. */
export function NoticeSheet({ programId, version }: { programId: ProgramId; version: number }) {
  const { t } = useTranslation('programs');
  const format = useFormat();
  const speaker = useSpeaker();
  const versions = useAsk('programs.versions', { programId });
  const items = useAsk('programs.items', {});
  const shop = useAsk('shop.settings', {});
  const now = versions.data?.find((one) => one.version === version);
  const before = versions.data?.find((one) => one.version === version - 1);
  const ready = now && items.data && shop.data;
  useLaidOut(
    ready ? `${shop.data.name} – ${t('notice.title', { name: now.rules.name })}` : null,
    Boolean(versions.error ?? items.error ?? shop.error),
  );
  if (!ready) return null;
  return (
    <main className={css.page}>
      <p className={css.shop}>{shop.data.name}</p>
      <h1 className={css.title}>{t('notice.title', { name: now.rules.name })}</h1>
      <div className={css.picture}>
        <ProgramPicture rules={now.rules} stamps={0} />
      </div>
      <section>
        <h2>{t('notice.now', { day: format.date(now.createdAt) })}</h2>
        <ul>
          {saysOf(now.rules, speaker).map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      </section>
      {before && (
        <section className={css.before}>
          <h2>{t('notice.before')}</h2>
          <p>{saysOf(before.rules, speaker).join(' ')}</p>
        </section>
      )}
      <p className={css.promise}>{t(`notice.promise.${now.rules.kind}`)}</p>
    </main>
  );
}
