import { describe, expect, it } from 'vitest';
import type { Due, RecordItem } from '../../api/types';
import { agendaOf, before, dayIn, monthIn, shownSpan, specialDays } from './calendar';
import { byDay } from './due';

const due = (due_on: string) => ({ due_on }) as Due;

describe('calendar', () => {
  it('shows whole weeks', () => {
    expect(shownSpan('2026-11')).toEqual({ from: '2026-10-26', until: '2026-12-06' });
  });
  it('lists days that matter in a month, holidays among them', () => {
    const special = specialDays([
      { id: 1, version: 1, created_at: '', updated_at: '', date: '2026-10-10', kind: 'workday', name: '国庆节' },
      { id: 2, version: 1, created_at: '', updated_at: '', date: '2026-10-01', kind: 'holiday', name: '国庆节' },
    ] as RecordItem[]);
    const days = agendaOf('2026-10', byDay([due('2026-10-05'), due('2026-11-01')]), special);
    expect(days.map((each) => [each.date, each.items.length, each.special?.works])).toEqual([
      ['2026-10-01', 0, false],
      ['2026-10-05', 1, undefined],
      ['2026-10-10', 0, true],
    ]);
  });
  it('keeps apart what is late from before', () => {
    expect(before('2026-11', [due('2026-10-31'), due('2026-11-01')]).length).toBe(1);
  });
  it('takes month and day from the address, if they are such', () => {
    expect(monthIn('2026-13', '2026-11-28')).toBe('2026-11');
    expect(monthIn('2026-03', '2026-11-28')).toBe('2026-03');
    expect(dayIn('2026-03-31', '2026-03', '2026-11-28')).toBe('2026-03-31');
    expect(dayIn('2026-02-31', '2026-02', '2026-11-28')).toBe('2026-02-01');
    expect(dayIn(undefined, '2026-11', '2026-11-28')).toBe('2026-11-28');
  });
});
