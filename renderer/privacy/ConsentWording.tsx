import { Button, Group, Paper, Stack, Text, Textarea, Title } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { OutputFor } from '../../preload/contract/index.ts';
import { useAct, useAsk } from '../app/client.ts';
import { showDone } from '../app/confirm.ts';
import { ErrorText } from '../app/errors.tsx';
import { useFormat, useLocale } from '../app/format.ts';
import { dayOf } from '../customers/days.ts';

/** The words in which the shop asks whether it may write or call; each version is kept with the consents given to it. */
export function ConsentWording() {
  const { data, error } = useAsk('privacy.wording', {});
  if (error) return <ErrorText error={error} />;
  return data === undefined ? null : <Form key={data?.version ?? 0} present={data} />;
}

function Form({ present }: { present: OutputFor<'privacy.wording'> }) {
  const { t } = useTranslation(['privacy', 'app']);
  const format = useFormat();
  const { timeZone } = useLocale();
  const save = useAct('privacy.setWording');
  const [text, setText] = useState(present?.text ?? '');
  const [tried, setTried] = useState(false);
  const [error, setError] = useState<Parameters<typeof ErrorText>[0]['error']>(null);
  const submit = async () => {
    setTried(true);
    if (text.trim() === '') return;
    const answer = await save.act({ text });
    setError(answer.ok ? null : answer.error);
    if (answer.ok) showDone(t('app:saved'));
  };
  return (
    <Paper withBorder p="lg" radius="lg">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <Stack>
          <Title order={2} size="h4">
            {t('wording.title')}
          </Title>
          <Text>{t('wording.help')}</Text>
          <Textarea
            label={t('wording.label')}
            description={t('wording.hint')}
            autosize
            minRows={3}
            maxRows={10}
            maxLength={1000}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
            error={tried && text.trim() === '' ? t('wording.empty') : null}
          />
          <ErrorText error={error} />
          <Group justify="space-between">
            <Button type="submit" loading={save.busy} disabled={present?.text === text.trim()}>
              {t('wording.save')}
            </Button>
            {present && (
              <Text c="dimmed" size="sm">
                {t('wording.since', { version: present.version, day: format.day(dayOf(present.since, timeZone)) })}
              </Text>
            )}
          </Group>
        </Stack>
      </form>
    </Paper>
  );
}
