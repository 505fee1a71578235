/**
 * The console's own words, in both languages. Each part of the console keeps its words in a file beside this one, which
 * exports `{ zh, en }` with the same keys (TypeScript refuses a missing one). Words of methods come from the host.
 */
import type { WritableComputedRef } from 'vue';
import { createI18n } from 'vue-i18n';
import { connect } from '../api/client';
import type { Text } from '../api/types';
import shell from './shell';

export type Language = 'zh' | 'en';

const stored = localStorage.getItem('language');
const preferred: Language =
  stored === 'zh' || stored === 'en' ? stored : navigator.language.startsWith('en') ? 'en' : 'zh';

export const i18n = createI18n({
  legacy: false,
  locale: preferred,
  fallbackLocale: 'zh',
  messages: {
    zh: { shell: shell.zh },
    en: { shell: shell.en },
  },
});

export const language = i18n.global.locale as WritableComputedRef<Language>;

/** Takes in the words of a part that is loaded later. */
export function addWords(part: string, given: { zh: object; en: object }): void {
  i18n.global.mergeLocaleMessage('zh', { [part]: given.zh });
  i18n.global.mergeLocaleMessage('en', { [part]: given.en });
}

export function setLanguage(chosen: Language): void {
  language.value = chosen;
  localStorage.setItem('language', chosen);
  applyLanguage();
}

export function applyLanguage(): void {
  document.documentElement.lang = language.value === 'en' ? 'en' : 'zh-CN';
  connect({ language: language.value === 'en' ? 'en' : 'zh-CN' });
}

/** A text of the host in the language of the page. */
export function say(text: Text | null | undefined): string {
  return text ? text[language.value] || text.zh : '';
}
