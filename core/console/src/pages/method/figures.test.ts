import { VueQueryPlugin } from '@tanstack/vue-query';
import { flushPromises, mount } from '@vue/test-utils';
import { expect, it, vi } from 'vitest';
import { i18n, setLanguage } from '../../texts';

const figures = [
  { key: 'm.pairs', name: { zh: '结对', en: 'Pairs' }, unit: { zh: '对', en: '' }, value: 12345 },
  { key: 'm.money', name: { zh: '金额', en: 'Money' }, unit: { zh: '元', en: 'yuan' }, value: 20 },
  { key: 'm.share', name: { zh: '比例', en: 'Share' }, unit: { zh: '%', en: '%' }, value: null },
  { key: 'other.pairs', name: { zh: '别的', en: 'Other' }, unit: { zh: '对', en: '' }, value: 1 },
];
vi.mock('../../api/client', () => ({
  ask: (path: string) => Promise.resolve(path === '/catalogue' ? { records: [], figures } : figures),
  connect: () => {},
}));
import MethodFigures from './MethodFigures.vue';

it('writes the figures of a method as every other page does', async () => {
  setLanguage('en');
  const shown = mount(MethodFigures, {
    props: { method: 'm' },
    global: { plugins: [i18n, VueQueryPlugin], stubs: { RouterLink: { template: '<a><slot /></a>' } } },
  });
  await flushPromises();
  expect(shown.findAll('li .number').map((each) => each.text())).toEqual(['12,345', '20 yuan', '—']);
  setLanguage('zh');
  await flushPromises();
  expect(shown.findAll('li .number').map((each) => each.text())).toEqual(['12,345对', '20元', '—']);
});
