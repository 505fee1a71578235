/** A month of what is due, with the holidays and the days worked in exchange. */
import type { Due, RecordItem } from '../../api/types';
import { lastDay, weeksOf } from '../../dates/days';

export interface SpecialDay {
  name: string;
  works: boolean;
}

export function specialDays(items: RecordItem[]): Map<string, SpecialDay> {
  return new Map(
    items.map((each) => [String(each.date), { name: String(each.name ?? ''), works: each.kind === 'workday' }]),
  );
}

/** First and last day that a month's weeks show. */
export function shownSpan(month: string): { from: string; until: string } {
  const weeks = weeksOf(month);
  return { from: weeks[0]![0]!, until: weeks.at(-1)!.at(-1)! };
}

/** The days of a month on which something is due, or that are out of the ordinary. */
export function agendaOf(
  month: string,
  due: Map<string, Due[]>,
  special: Map<string, SpecialDay>,
): { date: string; items: Due[]; special?: SpecialDay }[] {
  const dates = new Set([...due.keys(), ...special.keys()].filter((date) => date.startsWith(`${month}-`)));
  return [...dates].sort().map((date) => ({ date, items: due.get(date) ?? [], special: special.get(date) }));
}

/** What was due before a month and is not done yet. */
export const before = (month: string, items: Due[]): Due[] => items.filter((each) => each.due_on < `${month}-01`);

/** The month of an address, if it is one. */
export function monthIn(asked: unknown, today: string): string {
  return typeof asked === 'string' && /^\d{4}-(0[1-9]|1[0-2])$/.test(asked) ? asked : today.slice(0, 7);
}

export function dayIn(asked: unknown, month: string, today: string): string {
  if (typeof asked === 'string' && asked.startsWith(`${month}-`) && asked <= lastDay(month) && asked.length === 10)
    return asked;
  return today.startsWith(month) ? today : `${month}-01`;
}
