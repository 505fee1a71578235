import { expect, test } from 'vitest';
import { addressOf, filtersIn, linesOf, requestOf, type LoggedEvent } from './log';

test('filters live in the address under the host’s names', () => {
  const filters = filtersIn({ kind: 'refusal', actor: ' li ', other: 'x', topic: ['a.b', 'c'] });
  expect(filters.kind).toBe('refusal');
  expect(filters.topic).toBe('a.b');
  expect(addressOf(filters)).toEqual({ kind: 'refusal', actor: 'li', topic: 'a.b' });
});

test('the newest come first unless it is said otherwise', () => {
  expect(requestOf(filtersIn({}), null)).toEqual({ order: 'newest', after: null, limit: 50 });
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
