import '@fontsource-variable/figtree';
import '@mantine/core/styles.css';
import '../app/base.css';
import './print.css';
import { MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { createRoot } from 'react-dom/client';
import { queryClient } from '../app/client.ts';
import { allowCssOnly, styleNonce } from '../app/nonce.ts';
import { startLanguages } from '../i18n/index.ts';
import { MonthSheet } from './MonthSheet.tsx';
import { paper } from './paper.ts';

allowCssOnly();
startLanguages('en');

const root = document.getElementById('root');
const month = new URLSearchParams(window.location.search).get('month');
if (root && month) {
  createRoot(root).render(
    <MantineProvider theme={paper} forceColorScheme="light" getStyleNonce={styleNonce}>
      <QueryClientProvider client={queryClient}>
        <MonthSheet month={month} />
      </QueryClientProvider>
    </MantineProvider>,
  );
}
