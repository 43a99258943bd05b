import { Alert, Group, List, Modal, SegmentedControl, Stack, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type PosterSize, type Posters, posterSizes } from '../../preload/contract/paper.ts';
import type { Program } from '../../preload/contract/programs.ts';
import { type Language, languages } from '../../preload/contract/values.ts';
import { useFormat, useLocale } from '../app/format.ts';
import { PrintPanel } from '../paper/PrintPanel.tsx';
import { languageNames } from '../shop/ShopFields.tsx';

interface PosterDialogProps {
  readonly program: Program;
  /** Null while it is not known. */
  readonly posters: Posters | null;
  onClose(): void;
}

/** Posters and the sign for the counter, in the language of the guests; and whether the old ones still say what is so (F-86). */
export function PosterDialog({ program, posters, onClose }: PosterDialogProps) {
  const { t } = useTranslation(['programs', 'app']);
  const format = useFormat();
  const own = useLocale((locale) => locale.language);
  const [language, setLanguage] = useState<Language>(own);
  const [size, setSize] = useState<PosterSize>('A4');
  const old = posters?.prints.filter(({ reprint }) => reprint) ?? [];
  const enrolments = (of: Posters['lately']) =>
    t('poster.enrolments', {
      count: of.enrolled,
      per100: of.per100 === null ? '—' : format.number(Math.round(of.per100 * 10) / 10),
      day: format.day(of.from),
    });
  return (
    <Modal
      opened
      onClose={onClose}
      size="xl"
      title={t('poster.of', { name: program.rules.name })}
      closeButtonProps={{ 'aria-label': t('app:close') }}
    >
      <Stack>
        {old.length > 0 && (
          <Alert color="mustard" variant="light" icon={<IconAlertTriangle aria-hidden />} title={t('poster.reprint')}>
            {t('poster.reprintHelp')}
            <List>
              {old.map((print) => (
                <List.Item key={`${print.language}${print.size}`}>
                  {t('poster.printed', {
                    size: t(`poster.size.${print.size}`),
                    language: languageNames[print.language],
                    day: format.day(print.printedOn),
                  })}
                </List.Item>
              ))}
            </List>
          </Alert>
        )}
        <Group gap="sm">
          <SegmentedControl
            aria-label={t('poster.sizes')}
            data={posterSizes.map((value) => ({ value, label: t(`poster.size.${value}`) }))}
            value={size}
            onChange={(value) => setSize(posterSizes.find((one) => one === value) ?? 'A4')}
          />
          <SegmentedControl
            aria-label={t('poster.language')}
            data={languages.map((value) => ({ value, label: languageNames[value] }))}
            value={language}
            onChange={(value) => setLanguage(languages.find((one) => one === value) ?? own)}
          />
        </Group>
        <PrintPanel sheet={{ kind: 'poster', programId: program.programId, language, size }} />
        {posters && (
          <div>
            <Text size="sm">{enrolments(posters.lately)}</Text>
            {posters.sincePrinted && (
              <Text size="sm">
                {t('poster.since')} {enrolments(posters.sincePrinted)}
              </Text>
            )}
          </div>
        )}
      </Stack>
    </Modal>
  );
}
