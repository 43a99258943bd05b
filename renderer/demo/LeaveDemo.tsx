import { Button, type ButtonProps } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useAct } from '../app/client.ts';
import { showError } from '../app/errors.tsx';

/** Back to where the demo was entered from. */
export function LeaveDemo(props: ButtonProps) {
  const { t } = useTranslation('demo');
  const leave = useAct('demo.leave');
  return (
    <Button
      {...props}
      loading={leave.busy}
      onClick={async () => {
        const answer = await leave.act({});
        if (!answer.ok) showError(answer.error);
      }}
    >
      {t('banner.leave')}
    </Button>
  );
}
