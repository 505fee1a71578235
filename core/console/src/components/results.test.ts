import { VueQueryPlugin } from '@tanstack/vue-query';
import { flushPromises, mount } from '@vue/test-utils';
import { beforeEach, expect, it, vi } from 'vitest';
import type { Action, Field, FieldType, RecordType } from '../api/types';
import { addWords, i18n, setLanguage } from '../texts';
import records from '../texts/records';
import { plainField } from '../values/fields';

const field = (id: string, type: FieldType, zh: string, more: Partial<Field> = {}) =>
  plainField(id, type, { name: { zh, en: zh }, ...more });
const type = (method: string, id: string, zh: string, fields: Field[] = []) =>
  ({
    record: `${method}.${id}`,
    method,
    id,
    name: { zh, en: id },
    title: [],
    fields,
    workflow: null,
  }) as unknown as RecordType;

const kinds = { options: [{ id: 'full', name: { zh: '专职', en: 'Full time' } }] };
const types = [
  type('directory', 'member', '党员'),
  type('m', 'holding', '任职', [
    field('member', 'member', '任职人'),
    field('due_on', 'date', '届满日'),
    field('employment', 'choice', '用工', kinds),
    field('kind', 'choice', '岗位类别', kinds),
    field('money', 'money', '金额'),
  ]),
  type('m', 'exit', '退出', [
    field('employment', 'choice', '用工', kinds),
    field('money', 'money', '金额'),
    field('due_on', 'date', '届满日'),
  ]),
  type('m', 'plan', '计划', [field('kind', 'choice', '计划类别', kinds), field('hours', 'integer', '学时')]),
  type('m', 'task', '任务', [field('mode', 'choice', '方式', { options: [{ id: 'a', name: { zh: '甲', en: 'A' } }] })]),
  type('m', 'paper', '文书', [
    field('mode', 'choice', '方式', { options: [{ id: 'a', name: { zh: '乙', en: 'B' } }] }),
  ]),
  type('other', 'thing', '别的', [field('found', 'integer', '别的方法的词')]),
];
const asked = vi.hoisted(() => vi.fn());
vi.mock('../api/client', () => ({ ask: asked, connect: () => {} }));
import ResultView from './ResultView.vue';

addWords('records', records);
setLanguage('zh');
beforeEach(() => {
  asked.mockReset().mockImplementation((path: string, { query }: { query?: Record<string, unknown> } = {}) => {
    if (path === '/catalogue') return Promise.resolve({ records: types });
    const record = path.slice('/records/'.length).replace('/', '.');
    const ids = String(query?.['id.in']).split(',');
    return Promise.resolve({
      items: [],
      titles: { [record]: Object.fromEntries(ids.map((id) => [id, `${record} ${id}`])) },
    });
  });
});

async function shown(value: unknown) {
  const action = { method: 'm', id: 'a', input: [field('within_days', 'integer', '天数之内')] } as unknown as Action;
  const RouterLink = { props: ['to'], template: '<a :href="JSON.stringify(to.params)"><slot /></a>' };
  const result = mount(ResultView, {
    props: { action, value },
    global: { plugins: [i18n, VueQueryPlugin], stubs: { RouterLink } },
  });
  await flushPromises();
  return result;
}

it('calls things by the words of the action and its method, and by no others', async () => {
  const result = await shown({
    within_days: 90,
    money: 150,
    due_on: '2026-03-01',
    found: 1200,
    kind: 'full',
    mode: 'a',
  });
  expect(result.findAll('dt').map((each) => each.text())).toEqual([
    '天数之内',
    '金额',
    '届满日',
    'found',
    'kind',
    '方式',
  ]);
  expect(result.findAll('dd').map((each) => each.text())).toEqual([
    '90',
    '1.50 元',
    '2026年3月1日',
    '1200',
    'full',
    'a',
  ]);
});

it('shows records as links with their names, asked for at once', async () => {
  const result = await shown({
    due: [
      { holding: 5, member: 7, on: '2026-03-01T00:00:00.000Z' },
      { holding: 6, member: 8 },
    ],
  });
  expect(result.findAll('thead th').map((each) => each.text())).toEqual(['任职', '党员', 'on']);
  expect(result.findAll('a').map((each) => each.text())).toEqual([
    'm.holding 5',
    'directory.member 7',
    'm.holding 6',
    'directory.member 8',
  ]);
  expect(JSON.parse(result.get('a').attributes('href')!)).toEqual({ method: 'm', record: 'holding', id: '5' });
  expect(asked.mock.calls.filter(([path]) => path !== '/catalogue').length).toBe(2);
  expect(result.text()).not.toContain('T00:00');
});

it('tells of each option by its name, and does not take a word for what it is not', async () => {
  const result = await shown({ employment: { full: 60, other: 3 }, money: 'much', pairs: [] });
  expect(result.findAll('dt').map((each) => each.text())).toEqual(['用工', '专职', 'other', 'money', 'pairs']);
});
