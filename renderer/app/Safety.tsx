import { Button, Group, Text, Title } from '@mantine/core';
import { Component, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import css from './Shell.module.css';
import { go } from './view.ts';

/** Catches a fault in a part of the page, says what is safe and offers the way on. */
export class Safety extends Component<{ children: ReactNode }, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError() {
    return { failed: true };
  }

  override render() {
    return this.state.failed ? <Broken onRetry={() => this.setState({ failed: false })} /> : this.props.children;
  }
}

function Broken({ onRetry }: { onRetry: () => void }) {
  const { t } = useTranslation('app');
  return (
    <div className={css.status} role="alert">
      <div className={css.sheet}>
        <Title order={2}>{t('broken.title')}</Title>
        <Text>{t('broken.safe')}</Text>
        <Group>
          <Button onClick={onRetry}>{t('retry')}</Button>
          <Button
            variant="default"
            onClick={() => {
              go({ at: 'counter' });
              onRetry();
            }}
          >
            {t('broken.counter')}
          </Button>
        </Group>
      </div>
    </div>
  );
}
