import { expect, test } from 'vitest';
import type { RecordType } from '../../../api/types';
import { addressOf, filtersIn, linesOf, requestOf, wordsOf, type LoggedEvent } from './log';

test('filters live in the address under the host’s names', () => {
  const filters = filtersIn({ kind: 'refusal', actor: ' li ', other: 'x', topic: ['a.b', 'c'] });
  expect(filters.kind).toBe('refusal');
  expect(filters.topic).toBe('a.b');
  expect(addressOf(filters)).toEqual({ kind: 'refusal', actor: 'li', topic: 'a.b' });
});

test('the newest come first unless it is said otherwise', () => {
  expect(requestOf(filtersIn({}), null)).toEqual({ order: 'newest', after: null, limit: 50 });
  expect(requestOf(filtersIn({ actor: '本机命令行' }), null)).toMatchObject({ actor: 'local' });
  expect(requestOf(filtersIn({ order: 'oldest' }), 7)).toEqual({ order: 'oldest', after: 7, limit: 50 });
});

test('an event is told line by line', () => {
  const event = { before: { name: 'a', list: null }, after: { name: 'b', list: [1, 2], done: false } };
  expect(linesOf(event as unknown as LoggedEvent)).toEqual([
    { name: 'name', before: 'a', after: 'b' },
    { name: 'list', before: null, after: '[1,2]' },
    { name: 'done', before: null, after: 'false' },
  ]);
  expect(linesOf({ before: null, after: null } as LoggedEvent)).toEqual([]);
});

test('events read in words where there are any', () => {
  const event = (changes: Partial<LoggedEvent>) =>
    ({ method: 'pairing', record: null, after: null, ...changes }) as LoggedEvent;
  const confirm = { id: 'confirm', name: { zh: '确认', en: 'Confirm' }, to: 'confirmed' };
  const type = { workflow: { transitions: [confirm] } } as unknown as RecordType;
  expect(wordsOf(event({ method: 'host', topic: 'host.session.opened' }), undefined)).toEqual({
    key: 'topics.session_opened',
  });
  expect(wordsOf(event({ topic: 'access.settings.changed' }), undefined)).toEqual({ key: 'changes.settings' });
  expect(wordsOf(event({ record: 'pairing.pair', topic: 'pairing.pair.created' }), type)).toEqual({
    key: 'changes.created',
  });
  expect(wordsOf(event({ record: 'pairing.pair', topic: 'pairing.pair.derived' }), type)).toEqual({
    key: 'changes.derived',
  });
  const confirmed = { record: 'pairing.pair', topic: 'pairing.pair.confirmed', after: { state: 'confirmed' } };
  expect(wordsOf(event(confirmed), type)).toEqual({ name: confirm.name });
  expect(wordsOf(event(confirmed), undefined)).toBeNull();
  expect(wordsOf(event({ topic: 'pairing.match.done' }), undefined)).toBeNull();
});
