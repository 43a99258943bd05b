import { Alert, Group, Stack, Text, Title } from '@mantine/core';
import { IconFileDescription, IconHandStop } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { ErrorText } from '../app/errors.tsx';
import { CheckReport } from './CheckReport.tsx';
import { ChooseButton } from './ChooseButton.tsx';
import { DateOrderQuestion } from './DateOrderQuestion.tsx';
import { FileGuide } from './FileGuide.tsx';
import { ImportDone } from './ImportDone.tsx';
import { type ImportStage, useImport } from './importStore.ts';
import { Running } from './Running.tsx';
import { Steps } from './Steps.tsx';

const steps: Readonly<Record<ImportStage['at'], number>> = {
  choose: 0,
  failed: 0,
  checking: 1,
  askOrder: 1,
  checked: 1,
  importing: 2,
  cancelled: 2,
  done: 3,
};

/** A log of past visits comes in: choose, check, import (HEADLESS.md says what is accepted). */
export function ImportPage() {
  const { t } = useTranslation('visits');
  const stage = useImport((state) => state.stage);
  return (
    <Stack gap="lg" maw="62rem">
      <div>
        <Title order={1}>{t('title')}</Title>
        <Text c="dimmed">{t('intro')}</Text>
      </div>
      <Steps label={t('title')} names={[t('step.choose'), t('step.check'), t('step.import')]} now={steps[stage.at]} />
      <Stage stage={stage} />
    </Stack>
  );
}

function Stage({ stage }: { stage: ImportStage }) {
  const { t } = useTranslation('visits');
  switch (stage.at) {
    case 'choose':
      return (
        <>
          <ChooseButton />
          <FileGuide />
        </>
      );
    case 'checking':
      return (
        <Running
          requestId={stage.requestId}
          title={t('choose.checking', { name: stage.log.name })}
          cancelling={false}
        />
      );
    case 'askOrder':
      return <DateOrderQuestion log={stage.log} />;
    case 'checked':
      return <CheckReport log={stage.log} order={stage.order} report={stage.report} />;
    case 'importing':
      return (
        <Running
          requestId={stage.requestId}
          title={t('running.title', { name: stage.log.name })}
          text={t('running.text')}
          cancelling={stage.cancelling}
        />
      );
    case 'done':
      return <ImportDone log={stage.log} order={stage.order} report={stage.report} />;
    case 'cancelled':
      return (
        <>
          <Alert
            variant="light"
            color="gray"
            role="status"
            title={t('cancelled.title')}
            icon={<IconHandStop aria-hidden />}
          >
            {t('cancelled.text')}
          </Alert>
          <ChooseButton again />
        </>
      );
    case 'failed':
      return (
        <>
          <Stack gap="xs">
            {stage.log && (
              <Group gap="xs">
                <IconFileDescription size="1.2rem" aria-hidden />
                <Text fw={600}>{stage.log.name}</Text>
              </Group>
            )}
            <ErrorText error={stage.error} />
            <Text>{t('failed.safe')}</Text>
          </Stack>
          <ChooseButton again />
          <FileGuide />
        </>
      );
  }
}
