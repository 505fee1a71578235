import { QueryClient, VueQueryPlugin } from '@tanstack/vue-query';
import { createApp } from 'vue';
import App from './App.vue';
import { Problem } from './api/problem';
import { applyTheme } from './design/theme';
import { router } from './router';
import { applyLanguage, i18n } from './texts';
import './design/tokens.css';
import './design/base.css';
import './design/controls.css';
import './design/print.css';

applyTheme();
applyLanguage();

const client = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      // A refusal stays one; only a lost connection is worth trying again.
      retry: (count, error) => count < 3 && error instanceof Problem && error.status === 0,
      refetchOnWindowFocus: false,
    },
  },
});

createApp(App).use(router).use(i18n).use(VueQueryPlugin, { queryClient: client }).mount('#console');
