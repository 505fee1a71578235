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
  /** There are more than the host tells. */
  more: boolean;
}

export interface DueGroup {
  urgency: Urgency;
  count: number;
  more: boolean;
  bundles: DueBundle[];
}

/** So many of one reminder the host tells at most, of what recurs so many of each period: the most urgent. */
const mostOfOneReminder = 500;

/** Where the host stopped telling: the last that it tells of a reminder, or of one of its periods, if there may be more. */
export function cutIn(items: Due[]): Due[] {
  const lists = new Map<string, Due[]>();
  for (const each of items) {
    const list = each.enter ? `${each.reminder} ${each.due_on}` : each.reminder;
    lists.set(list, [...(lists.get(list) ?? []), each]);
  }
  return [...lists.values()].filter((list) => list.length >= mostOfOneReminder).map((list) => list.at(-1)!);
}

/** `cut`: where the list of a reminder that is among the items stopped. */
export function bundlesOf(items: Due[], cut: Due[] = []): DueBundle[] {
  const bundles = new Map<string, DueBundle>();
  for (const each of items) {
    const bundle = bundles.get(each.reminder);
    if (bundle) bundle.items.push(each);
    else {
      const more = cut.some((last) => last.reminder === each.reminder);
      bundles.set(each.reminder, { reminder: each.reminder, first: each, items: [each], more });
    }
  }
  return [...bundles.values()];
}

/** By urgency, and within it by what has to be done; what is empty is left out. */
export function groupsOf(items: Due[], today: string): DueGroup[] {
  const cut = cutIn(items);
  return (['overdue', 'week', 'later'] as const)
    .map((urgency) => {
      const chosen = items.filter((each) => urgencyOf(each, today) === urgency);
      const stopped = cut.filter((each) => chosen.includes(each));
      return { urgency, count: chosen.length, more: stopped.length > 0, bundles: bundlesOf(chosen, stopped) };
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
