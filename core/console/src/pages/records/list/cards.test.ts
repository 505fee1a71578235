import { VueQueryPlugin } from '@tanstack/vue-query';
import { mount } from '@vue/test-utils';
import { expect, it, vi } from 'vitest';
import type { RecordItem, RecordType } from '../../../api/types';
import { addWords, i18n } from '../../../texts';
import words from '../../../texts/records';
import { plainField } from '../../../values/fields';
import RecordCards from './RecordCards.vue';

addWords('records', words);
vi.stubGlobal('fetch', () => new Promise(() => {}));

it('tells a few things of each record, the first that are filled in', () => {
  const columns = ['name', 'a', 'b', 'c', 'd', 'e'].map((id) => plainField(id, 'text'));
  const type = { record: 'm.r', method: 'm', id: 'r', title: ['name'], fields: columns, workflow: null };
  const item = { id: 4, version: 1, name: 'N', a: '1', b: null, c: '3', d: '4', e: '5' };
  const cards = mount(RecordCards, {
    props: {
      type: type as unknown as RecordType,
      columns,
      items: [item as unknown as RecordItem],
      selectable: false,
      selected: new Map<number, unknown>(),
    },
    global: { plugins: [i18n, VueQueryPlugin], stubs: { RouterLink: { template: '<a><slot /></a>' } } },
  });
  expect(cards.get('a').text()).toBe('N');
  expect(cards.findAll('dt').map((each) => each.text())).toEqual(['a', 'c', 'd']);
});
