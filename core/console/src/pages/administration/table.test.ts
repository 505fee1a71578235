import { mount } from '@vue/test-utils';
import { expect, it } from 'vitest';
import ActTable from './ActTable.vue';

it('names each row and each of its buttons, and offers only what can be done', async () => {
  const table = mount(ActTable<{ id: number; name: string; on: string }>, {
    props: {
      columns: [
        { id: 'name', name: 'Name' },
        { id: 'on', name: 'On', nowrap: true },
      ],
      items: [
        { id: 1, name: 'first', on: '2026-01-01' },
        { id: 2, name: 'second', on: '2026-01-02' },
      ],
      act: 'Revoke',
      nameOf: (item) => item.name,
      mayAct: (item) => item.id === 2,
    },
    slots: { name: ({ item }) => item.name, on: ({ item }) => item.on },
  });
  expect(table.findAll('thead th').map((each) => each.text())).toEqual(['Name', 'On', 'Revoke']);
  expect(table.findAll('tbody th[scope=row]').length).toBe(2);
  expect(table.findAll('td.nowrap').map((each) => each.text())).toEqual(['2026-01-01', '2026-01-02']);
  const buttons = table.findAll('button');
  expect(buttons.map((each) => each.attributes('aria-label'))).toEqual(['Revoke second']);
  await buttons[0]!.trigger('click');
  expect(table.emitted('act')).toEqual([[{ id: 2, name: 'second', on: '2026-01-02' }]]);
});
