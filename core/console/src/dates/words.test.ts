import { describe, expect, it } from 'vitest';
import { setLanguage } from '../texts';
import { monthName, shortDate, weekdayName } from './words';

describe('dates in words', () => {
  it('say the year only where it is another', () => {
    setLanguage('zh');
    expect(shortDate('2026-03-01', '2026-11-28')).toBe('3月1日');
    expect(shortDate('2025-03-01', '2026-11-28')).toBe('2025年3月1日');
    expect(weekdayName('2026-11-28')).toBe('周六');
    expect(monthName('2026-11')).toBe('2026年11月');
    setLanguage('en');
    expect(shortDate('2026-03-01', '2026-11-28')).toBe('1 Mar');
    expect(monthName('2026-11')).toBe('November 2026');
  });
});
