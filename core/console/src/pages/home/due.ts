/** What is due, put in the order in which people look at it. */
import type { Due, Post } from '../../api/types';
import { sundayOf } from '../../dates/days';

export type Urgency = 'overdue' | 'week' | 'later';

export function urgencyOf(due: Due, today: string): Urgency {
  if (due.overdue) return 'overdue';
  return due.due_on <= sundayOf(today) ? 'week' : 'later';
}

/** The items of one reminder, the most urgent first. */
export interface DueBundle {
  reminder: string;
  first: Due;
  items: Due[];
}

export interface DueGroup {
  urgency: Urgency;
  count: number;
  bundles: DueBundle[];
}

export function bundlesOf(items: Due[]): DueBundle[] {
  const bundles = new Map<string, DueBundle>();
  for (const each of items) {
    const bundle = bundles.get(each.reminder);
    if (bundle) bundle.items.push(each);
    else bundles.set(each.reminder, { reminder: each.reminder, first: each, items: [each] });
  }
  return [...bundles.values()];
}

/** By urgency, and within it by what has to be done; what is empty is left out. */
export function groupsOf(items: Due[], today: string): DueGroup[] {
  return (['overdue', 'week', 'later'] as const)
    .map((urgency) => {
      const chosen = items.filter((each) => urgencyOf(each, today) === urgency);
      return { urgency, count: chosen.length, bundles: bundlesOf(chosen) };
    })
    .filter((group) => group.count > 0);
}

/** What is late in one's scope without what stands in one's own to-do list anyway. */
export function ofOthers(overdue: Due[], todo: Due[]): Due[] {
  const own = new Set(todo.map((each) => `${each.reminder} ${each.id} ${each.due_on}`));
  return overdue.filter((each) => !own.has(`${each.reminder} ${each.id} ${each.due_on}`));
}

/** Nobody urges themselves: only what organisations owe in which the person holds no post. */
export const isUrgeable = (due: Due, posts: readonly Post[]): boolean =>
  due.organisation !== null && !posts.some((post) => post.organisation === due.organisation);

/** Of a reminder that comes again each period the record is still to be made; else it is opened. */
export interface DueTarget {
  name: 'record' | 'new' | 'list';
  params: Record<string, string>;
  query?: Record<string, string>;
}

export function targetOf(due: Due, mine: boolean): DueTarget {
  const [method = '', record = ''] = due.record.split('.');
  if (!due.enter) return { name: 'record', params: { method, record, id: String(due.id) } };
  const query = Object.fromEntries(Object.entries(due.enter).map(([field, value]) => [field, String(value)]));
  return { name: mine ? 'new' : 'list', params: { method, record }, query };
}

/** The days on which something is due. */
export function byDay(items: Due[]): Map<string, Due[]> {
  const days = new Map<string, Due[]>();
  for (const each of items) days.set(each.due_on, [...(days.get(each.due_on) ?? []), each]);
  return days;
}

/** What is said of the time that is left, as a key of the words and the number that goes into it. */
export function timeLeft(due: Due, today: string): { key: string; count: number } {
  if (due.due_on === today) return { key: 'today', count: 0 };
  const count = Math.abs(due.working_days);
  if (due.overdue) return { key: count ? 'late' : 'justLate', count };
  return { key: count ? 'left' : 'soon', count };
}
