import { expect, test } from 'vitest';
import { partAt, partsOf } from './parts';

test('each duty has its own parts', () => {
  expect(partsOf(['auditor'])).toEqual(['log']);
  expect(partsOf(['security'])).toEqual(['accounts', 'posts']);
  expect(partsOf(['admin'])).toContain('methods');
  expect(partsOf(['admin'])).not.toContain('accounts');
  expect(partsOf(['secretary'])).toEqual([]);
});

test('an address leads to a part of one’s own only', () => {
  const mine = partsOf(['security']);
  expect(partAt(undefined, mine)).toBe('accounts');
  expect(partAt('', mine)).toBe('accounts');
  expect(partAt('posts', mine)).toBe('posts');
  expect(partAt('log', mine)).toBeUndefined();
});
