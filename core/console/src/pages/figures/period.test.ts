import { describe, expect, it } from 'vitest';
import { parsePeriod, periodAt, periodName, periodText, regrain, shortPeriodName, stepPeriod } from './period';

describe('periods', () => {
  it('reads and writes what the host understands', () => {
    for (const text of ['2025', '2025-H1', '2025-Q4', '2025-03', '2025-12'])
      expect(periodText(parsePeriod(text)!)).toBe(text);
    for (const text of ['', '25', '2025-H3', '2025-Q0', '2025-13', '2025-1', '2025-01-01..2025-02-01'])
      expect(parsePeriod(text)).toBeNull();
  });
  it('finds the period of a day', () => {
    expect(periodText(periodAt('half', '2026-06-30'))).toBe('2026-H1');
    expect(periodText(periodAt('half', '2026-07-01'))).toBe('2026-H2');
    expect(periodText(periodAt('quarter', '2026-11-28'))).toBe('2026-Q4');
    expect(periodText(periodAt('month', '2026-01-31'))).toBe('2026-01');
    expect(periodText(periodAt('year', '2026-01-31'))).toBe('2026');
  });
  it('steps across years', () => {
    expect(periodText(stepPeriod(parsePeriod('2026-Q1')!, -1))).toBe('2025-Q4');
    expect(periodText(stepPeriod(parsePeriod('2026-12')!, 1))).toBe('2027-01');
    expect(periodText(stepPeriod(parsePeriod('2026')!, -3))).toBe('2023');
  });
  it('keeps the time when another kind is chosen, and does not go beyond today', () => {
    expect(periodText(regrain(parsePeriod('2025')!, 'month', '2026-11-28'))).toBe('2025-12');
    expect(periodText(regrain(parsePeriod('2025-Q2')!, 'half', '2026-11-28'))).toBe('2025-H1');
    expect(periodText(regrain(parsePeriod('2026')!, 'month', '2026-11-28'))).toBe('2026-11');
    expect(periodText(regrain(parsePeriod('2025-03')!, 'year', '2026-11-28'))).toBe('2025');
  });
  it('names them', () => {
    expect(periodName('2025-H1', 'zh')).toBe('2025年上半年');
    expect(periodName('2025-Q2', 'zh')).toBe('2025年第二季度');
    expect(periodName('2025-03', 'en')).toBe('Mar 2025');
    expect(periodName('2025-01-01..2025-02-01', 'en')).toBe('2025-01-01 to 2025-02-01');
    expect(shortPeriodName('2025-Q2')).toBe("'25 Q2");
    expect(shortPeriodName('2025-03')).toBe("'25/3");
  });
});
