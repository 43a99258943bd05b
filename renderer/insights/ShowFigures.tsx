import { Button } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';

/** A button that opens the table behind a picture. */
export function ShowFigures({ of, children }: { of: 'retention' | 'bands'; children: ReactNode }) {
  const { t } = useTranslation('insights');
  const [shown, setShown] = useState(false);
  return (
    <>
      <Button
        variant="default"
        style={{ alignSelf: 'flex-start' }}
        aria-expanded={shown}
        onClick={() => setShown(!shown)}
      >
        {t(shown ? `${of}.hide` : `${of}.show`)}
      </Button>
      {shown && children}
    </>
  );
}
