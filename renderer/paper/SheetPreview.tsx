import { Box } from '@mantine/core';
import { useElementSize } from '@mantine/hooks';
import type { CSSProperties } from 'react';
import { useTranslation } from 'react-i18next';
import { paperOf, type Sheet } from '../../preload/contract/paper.ts';
import css from './SheetPreview.module.css';
import { SheetView } from './SheetView.tsx';

/** CSS pixels of a millimetre. */
const millimetre = 96 / 25.4;

/** A sheet as it will come out, made smaller to fit. A picture for assistive technology: everything on it is said elsewhere. */
export function SheetPreview({ sheet }: { sheet: Sheet }) {
  const { t } = useTranslation('paper');
  const { ref, width } = useElementSize();
  const paper = paperOf(sheet);
  // Never larger than life, and a roll not larger than it is.
  const scale = Math.min(1, width / (paper.width * millimetre));
  return (
    // It scrolls, and a keyboard must be able to.
    <Box ref={ref} className={css.frame ?? ''} role="group" aria-label={t('preview')} tabIndex={0}>
      <div
        className={css.paper}
        role="img"
        aria-label={t('preview')}
        style={{ '--width': `${paper.width}mm`, '--scale': scale } as CSSProperties}
      >
        <div aria-hidden inert>
          <SheetView sheet={sheet} />
        </div>
      </div>
    </Box>
  );
}
