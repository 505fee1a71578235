import { describe, expect, it } from 'vitest';
import type { Due } from '../../api/types';
import { bundlesOf, byDay, cutIn, groupsOf, isUrgeable, ofOthers, targetOf, timeLeft, urgencyOf } from './due';

const today = '2026-11-25'; // a Wednesday

function due(given: Partial<Due>): Due {
  return {
    reminder: 'pairing.confirm_pair',
    name: { zh: '审核结对', en: 'Decide on a pair' },
    record: 'pairing.pair',
    id: 1,
    title: '甲 乙',
    organisation: 3,
    organisation_name: '甲',
    due_on: today,
    working_days: 0,
    overdue: false,
    urged: 0,
    enter: null,
    ...given,
  };
}

describe('due', () => {
  it('divides by urgency: this week ends on Sunday', () => {
    expect(urgencyOf(due({ due_on: '2026-11-24', overdue: true }), today)).toBe('overdue');
    expect(urgencyOf(due({}), today)).toBe('week');
    expect(urgencyOf(due({ due_on: '2026-11-29' }), today)).toBe('week');
    expect(urgencyOf(due({ due_on: '2026-11-30' }), today)).toBe('later');
  });
  it('bundles what is to be done, and leaves out what is empty', () => {
    const groups = groupsOf([due({ id: 1 }), due({ id: 2 }), due({ id: 3, reminder: 'pairing.other' })], today);
    expect(groups.map((group) => [group.urgency, group.count])).toEqual([['week', 3]]);
    expect(groups[0]!.bundles.map((bundle) => bundle.items.map((each) => each.id))).toEqual([[1, 2], [3]]);
  });
  it('tells that there may be more than the host tells, where its list stopped', () => {
    const several = (count: number, given: Partial<Due>) =>
      Array.from({ length: count }, (_, index) => due({ id: index, ...given }));
    const told = [
      ...several(300, { due_on: '2026-11-02', overdue: true }),
      ...several(200, {}),
      ...several(20, { reminder: 'pairing.other' }),
    ];
    expect(groupsOf(told, today).map((group) => [group.urgency, group.count, group.more])).toEqual([
      ['overdue', 300, false],
      ['week', 220, true],
    ]);
    expect(bundlesOf(told, cutIn(told)).map((bundle) => [bundle.items.length, bundle.more])).toEqual([
      [500, true],
      [20, false],
    ]);
    expect(cutIn(told.slice(1))).toEqual([]);
  });
  it('takes each period of what recurs for a list of its own', () => {
    const periods = Array.from({ length: 500 }, (_, id) =>
      due({ id, enter: { organisation: id }, due_on: id < 400 ? '2026-09-30' : '2026-12-31' }),
    );
    expect(cutIn(periods)).toEqual([]);
  });
  it('opens the record, or the form of what recurs', () => {
    expect(targetOf(due({ id: 12 }), true)).toEqual({
      name: 'record',
      params: { method: 'pairing', record: 'pair', id: '12' },
    });
    const recurring = due({ enter: { organisation: 7 } });
    expect(targetOf(recurring, true)).toMatchObject({ name: 'new', query: { organisation: '7' } });
    expect(targetOf(recurring, false).name).toBe('list');
  });
  it('does not tell twice what is late', () => {
    const late = [due({ id: 1 }), due({ id: 2 }), due({ id: 2, due_on: '2026-01-01' })];
    expect(ofOthers(late, [due({ id: 2 })]).map((each) => each.due_on + each.id)).toEqual([`${today}1`, '2026-01-012']);
  });
  it('lets nobody urge themselves', () => {
    const post = { id: 1, role: 'secretary', organisation: 3 };
    expect(isUrgeable(due({}), [post])).toBe(false);
    expect(isUrgeable(due({ organisation: 4 }), [post])).toBe(true);
    expect(isUrgeable(due({ organisation: null }), [])).toBe(false);
  });
  it('tells working days; a weekend in between is no working day', () => {
    expect(timeLeft(due({}), today).key).toBe('today');
    expect(timeLeft(due({ due_on: '2026-11-20', overdue: true, working_days: -3 }), today)).toEqual({
      key: 'late',
      count: 3,
    });
    expect(timeLeft(due({ due_on: '2026-11-30', working_days: 3 }), today)).toEqual({ key: 'left', count: 3 });
    expect(timeLeft(due({ due_on: '2026-11-29', working_days: 0 }), '2026-11-28').key).toBe('soon');
    expect(timeLeft(due({ due_on: '2026-11-28', working_days: 0, overdue: true }), '2026-11-29').key).toBe('justLate');
  });
  it('finds what is due on a day', () => {
    expect(byDay([due({ id: 1 }), due({ id: 2 })]).get(today)!.length).toBe(2);
  });
});
