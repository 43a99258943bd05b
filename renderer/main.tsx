import '@fontsource-variable/figtree';
import '@mantine/core/styles.css';
import '@mantine/dates/styles.css';
import '@mantine/notifications/styles.css';
import '@mantine/spotlight/styles.css';
import './app/base.css';
import { QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { languages } from '../preload/contract/values.ts';
import { App } from './app/App.tsx';
import { queryClient, startListening } from './app/client.ts';
import { allowCssOnly } from './app/nonce.ts';
import { startLanguages } from './i18n/index.ts';

allowCssOnly();
// A first guess until the shop says which language it speaks.
startLanguages(languages.find((language) => navigator.language.startsWith(language)) ?? 'en');
startListening();

const root = document.getElementById('root');
if (root) {
  createRoot(root).render(
    <StrictMode>
      <QueryClientProvider client={queryClient}>
        <App />
      </QueryClientProvider>
    </StrictMode>,
  );
}
