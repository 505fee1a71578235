import { expect, test } from 'vitest';
import { diskIsLow, nameOf, quoted, restoreCommand } from './machine';

test('a disk is low by its share and by what a day needs', () => {
  const gib = 1024 ** 3;
  expect(diskIsLow({ free_bytes: 50 * gib, total_bytes: 100 * gib })).toBe(false);
  expect(diskIsLow({ free_bytes: 4 * gib, total_bytes: 100 * gib })).toBe(true);
  expect(diskIsLow({ free_bytes: 0.5 * gib, total_bytes: gib })).toBe(true);
});

test('the command to restore can be pasted into a shell', () => {
  expect(nameOf('/data/backups/a-2026.db')).toBe('a-2026.db');
  expect(quoted('/data/a b/c.db')).toBe("'/data/a b/c.db'");
  expect(quoted("it's")).toBe(`'it'\\''s'`);
  expect(restoreCommand('/data/backups/d-2026-11-28T01-02-03.004Z.db', 'd')).toBe(
    'liufa restore /data/backups/d-2026-11-28T01-02-03.004Z.db --district d',
  );
});
