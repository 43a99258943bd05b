import { Button, Group, Modal, NativeSelect, Stack, Text, Title } from '@mantine/core';
import { IconPrinter } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { BackButton } from '../app/BackButton.tsx';
import { useAsk } from '../app/client.ts';
import { Section } from '../month/Section.tsx';
import { EnterStamps } from './EnterStamps.tsx';
import { PrintPanel } from './PrintPanel.tsx';

/** A day without power: a list to take along before it, and what was noted on it afterwards (F-29). */
export function PaperDayPage() {
  const { t } = useTranslation(['paper', 'app']);
  const programs = (useAsk('programs.list', {}).data ?? []).filter(
    ({ state, rules }) => state === 'running' && 'earn' in rules,
  );
  const [chosen, setChosen] = useState<string | null>(null);
  const [printing, setPrinting] = useState(false);
  const program = programs.find(({ programId }) => programId === chosen) ?? programs[0];
  return (
    <Stack gap="lg">
      <BackButton to={{ at: 'customers' }}>{t('day.back')}</BackButton>
      <Title order={1}>{t('day.title')}</Title>
      {!program && <Text>{t('day.noProgram')}</Text>}
      {program && (
        <>
          {programs.length > 1 && (
            <NativeSelect
              label={t('day.program')}
              size="md"
              w="20rem"
              maw="100%"
              data={programs.map(({ programId, rules }) => ({ value: programId, label: rules.name }))}
              value={program.programId}
              onChange={(event) => setChosen(event.currentTarget.value)}
            />
          )}
          <Section id="before-title" order={2} title={t('day.before')} note={t('day.beforeHelp')}>
            <Group>
              <Button leftSection={<IconPrinter size="1.2rem" aria-hidden />} onClick={() => setPrinting(true)}>
                {t('day.printSheet')}
              </Button>
            </Group>
          </Section>
          <Section id="after-title" order={2} title={t('day.after')} note={t('day.afterHelp')}>
            <EnterStamps key={program.programId} program={program} />
          </Section>
        </>
      )}
      {printing && program && (
        <Modal
          opened
          onClose={() => setPrinting(false)}
          title={t('day.printSheet')}
          size="xl"
          closeButtonProps={{ 'aria-label': t('app:close') }}
        >
          <PrintPanel sheet={{ kind: 'stampSheet', programId: program.programId }} />
        </Modal>
      )}
    </Stack>
  );
}
