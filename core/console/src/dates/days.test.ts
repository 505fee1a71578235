import { describe, expect, it } from 'vitest';
import { addDays, addMonths, lastDay, sameDayIn, sundayOf, weekday, weeksOf } from './days';

describe('days', () => {
  it('counts across months and years', () => {
    expect(addDays('2026-12-31', 1)).toBe('2027-01-01');
    expect(addDays('2028-03-01', -1)).toBe('2028-02-29');
    expect(addMonths('2026-11', 2)).toBe('2027-01');
    expect(addMonths('2026-01', -1)).toBe('2025-12');
    expect(lastDay('2026-02')).toBe('2026-02-28');
  });
  it('begins weeks on Monday', () => {
    expect(weekday('2026-11-28')).toBe(6);
    expect(weekday('1969-12-29')).toBe(1);
    expect(sundayOf('2026-11-28')).toBe('2026-11-29');
    expect(sundayOf('2026-11-29')).toBe('2026-11-29');
  });
  it('keeps the day of another month within it', () => {
    expect(sameDayIn('2026-02', '2026-01-31')).toBe('2026-02-28');
    expect(sameDayIn('2026-03', '2026-02-14')).toBe('2026-03-14');
  });
  it('fills the weeks of a month', () => {
    const weeks = weeksOf('2026-11');
    expect(weeks[0]![0]).toBe('2026-10-26');
    expect(weeks.at(-1)!.at(-1)).toBe('2026-12-06');
    expect(weeks.every((week) => week.length === 7)).toBe(true);
  });
});
