import { expect, it } from 'vitest';
import { dateText, dayBefore, instantOf, instantText, localOf, nextDay } from './dates';

it('writes dates as people do', () => {
  expect(dateText('2026-03-01', 'zh')).toBe('2026年3月1日');
  expect(dateText('2026-03-01', 'en')).toBe('1 Mar 2026');
  expect(instantText('2025-12-31T16:05:00.000Z', 'zh')).toBe('2026年1月1日 00:05');
});

it('turns local time into instants and back', () => {
  expect(localOf('2026-03-01T08:05:00.000Z')).toBe('2026-03-01T16:05');
  expect(instantOf('2026-03-01T16:05')).toBe('2026-03-01T08:05:00.000Z');
  expect(instantOf('2026-03-01')).toBe('2026-02-28T16:00:00.000Z');
  expect(instantOf('')).toBeNull();
  expect(nextDay('2026-02-28')).toBe('2026-03-01');
  expect(dayBefore('2026-03-01')).toBe('2026-02-28');
});
