/** Light, dark or as the system; kept in this browser. */
import { ref } from 'vue';

export type Theme = 'system' | 'light' | 'dark';

const stored = localStorage.getItem('theme');
export const theme = ref<Theme>(stored === 'light' || stored === 'dark' ? stored : 'system');
const systemIsDark = matchMedia('(prefers-color-scheme: dark)');

export function applyTheme(): void {
  const dark = theme.value === 'dark' || (theme.value === 'system' && systemIsDark.matches);
  document.documentElement.dataset.theme = dark ? 'dark' : 'light';
}

export function setTheme(chosen: Theme): void {
  theme.value = chosen;
  localStorage.setItem('theme', chosen);
  applyTheme();
}

systemIsDark.addEventListener('change', applyTheme);
