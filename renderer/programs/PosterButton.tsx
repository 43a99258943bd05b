import { Badge, Button } from '@mantine/core';
import { IconSpeakerphone } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Program } from '../../preload/contract/programs.ts';
import { useAsk } from '../app/client.ts';
import { PosterDialog } from './PosterDialog.tsx';

/** Opens a program's posters; says when those out there no longer say what is so. */
export function PosterButton({ program }: { program: Program }) {
  const { t } = useTranslation('programs');
  const [open, setOpen] = useState(false);
  const posters = useAsk('paper.posters', {}).data?.find(({ programId }) => programId === program.programId) ?? null;
  const old = posters?.prints.some(({ reprint }) => reprint) ?? false;
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconSpeakerphone aria-hidden size="1.2rem" />}
        rightSection={
          old ? (
            <Badge color="mustard" variant="light" tt="none">
              {t('poster.reprintShort')}
            </Badge>
          ) : null
        }
        onClick={() => setOpen(true)}
      >
        {t('poster.open')}
      </Button>
      {open && <PosterDialog program={program} posters={posters} onClose={() => setOpen(false)} />}
    </>
  );
}
