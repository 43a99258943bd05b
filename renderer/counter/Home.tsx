import { Kbd, Text } from '@mantine/core';
import { IconBarcode, IconKeyboard } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useAsk } from '../app/client.ts';
import css from './Counter.module.css';
import { punchCardOf } from './cardLook.ts';
import { NoCard } from './NoCard.tsx';
import { StampCard } from './StampCard.tsx';

/** The counter at rest: the shop's own card, and how to begin. */
export function Home() {
  const { t } = useTranslation('counter');
  const programs = useAsk('programs.list', {}).data;
  if (!programs) return null;
  const running = programs.filter((program) => program.state === 'running');
  if (running.length === 0) return <NoCard />;
  const card = running.map(({ rules }) => punchCardOf(rules)).find((look) => look !== null);
  return (
    <div className={css.home}>
      {card && (
        <div className={css.homeCard}>
          <StampCard card={{ ...card, stamps: 0 }} />
        </div>
      )}
      <div className={css.homeText}>
        <Text component="h2" className={css.homeTitle}>
          {t('home.title')}
        </Text>
        <p className={css.hint}>
          <IconKeyboard aria-hidden /> <span>{t('home.type')}</span>
        </p>
        <p className={css.hint}>
          <IconBarcode aria-hidden /> <span>{t('home.scan')}</span>
        </p>
        <p className={css.keys}>
          <span>
            <Kbd>Enter</Kbd> {t('home.enter')}
          </span>
          <span>
            <Kbd>1</Kbd>–<Kbd>9</Kbd> {t('home.digits')}
          </span>
          <span>
            <Kbd>Esc</Kbd> {t('home.escape')}
          </span>
          <span>
            <Kbd>Ctrl</Kbd>+<Kbd>Z</Kbd> {t('undo')}
          </span>
        </p>
      </div>
    </div>
  );
}
