import { beforeEach, expect, test, vi } from 'vitest';
import { effectScope, nextTick } from 'vue';
import type { Run } from '../../api/types';

const answerOf = vi.hoisted(() => vi.fn());
vi.mock('../../api/client', () => ({ answerOf, ask: vi.fn(), connect: () => {} }));
import { useImport } from './useImport';

const answer = (run: Partial<Run>, date = 'Sat, 28 Nov 2026 02:00:00 GMT') => ({
  headers: new Headers({ Date: date }),
  json: () => Promise.resolve({ id: '1', action: 'x', done: 0, total: 0, note: '', ...run }),
});
const report = (changes: object) => ({
  record: 'a.b',
  rows: 3,
  created: 3,
  updated: 0,
  unchanged: 0,
  refused: 0,
  ...changes,
});
const file = (text: string) => new File([text], 'people.csv');

beforeEach(() => {
  answerOf.mockReset();
  sessionStorage.clear();
});
const inScope = <T>(work: () => T): T => effectScope().run(work)!;

test('what is imported is what was tried', async () => {
  const now = inScope(() => useImport('a.b'));
  answerOf.mockResolvedValueOnce(answer({ state: 'done', result: report({ dry_run: true }) }));
  await now.choose(file('name\nx\n'));
  await nextTick();
  expect(now.stage.value).toBe('tried');
  expect(answerOf.mock.calls[0]![1].query).toEqual({ dry_run: true, background: true });
  answerOf.mockResolvedValueOnce(answer({ state: 'done', result: report({}) }));
  await now.commit();
  await nextTick();
  expect(now.stage.value).toBe('done');
  expect(answerOf.mock.calls[1]![1].query).toEqual({ dry_run: undefined, background: true });
  expect(answerOf.mock.calls[1]![1].body).toBe(answerOf.mock.calls[0]![1].body);
  expect(now.began.value).toBe('2026-11-28T02:00:00.000Z');
});

test('a corrected file is compared with the one before', async () => {
  const now = inScope(() => useImport('a.b'));
  answerOf.mockResolvedValueOnce(answer({ state: 'done', result: report({ dry_run: true, refused: 3 }) }));
  await now.choose(file('bad'));
  await nextTick();
  answerOf.mockResolvedValueOnce(answer({ state: 'done', result: report({ dry_run: true }) }));
  await now.choose(file('good'));
  await nextTick();
  expect(now.refusedBefore.value).toBe(3);
  expect(now.report.value!.refused).toBe(0);
});

test('a refusal keeps what was tried, so that it can be sent again', async () => {
  const now = inScope(() => useImport('a.b'));
  answerOf.mockResolvedValueOnce(answer({ state: 'done', result: report({ dry_run: true }) }));
  await now.choose(file('x'));
  await nextTick();
  answerOf.mockRejectedValueOnce(new Error('lost'));
  await now.commit();
  expect(now.problem.value).toBeInstanceOf(Error);
  expect(now.stage.value).toBe('tried');
  expect(now.hasFile.value).toBe(true);
});
