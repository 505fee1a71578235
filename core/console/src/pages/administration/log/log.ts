/** What is asked of the sealed log, and how its events read. */
import type { LocationQuery } from 'vue-router';
import type { Query } from '../../../api/client';
import type { RecordType, Text } from '../../../api/types';
import { actorNamed } from '../../../values/actor';

export interface LoggedEvent {
  offset: number;
  at: string;
  actor: string;
  method: string;
  topic: string;
  record: string | null;
  id: number | null;
  before: Record<string, unknown> | null;
  after: Record<string, unknown> | null;
  erased: boolean;
}

export const kinds = ['sign_in', 'refusal', 'reveal', 'export', 'setting', 'grant'] as const;
/** As the host's parameters are called. */
export const filterNames = ['kind', 'actor', 'record', 'topic', 'from', 'until', 'order'] as const;
export type Filters = Record<(typeof filterNames)[number], string>;

export function filtersIn(query: LocationQuery): Filters {
  return Object.fromEntries(
    filterNames.map((name) => {
      const value = query[name];
      return [name, (Array.isArray(value) ? value[0] : value) ?? ''];
    }),
  ) as Filters;
}

/** Only what restricts; the newest come first unless it is said otherwise. */
export function addressOf(filters: Filters): Record<string, string> {
  return Object.fromEntries(
    filterNames.map((name) => [name, filters[name].trim()]).filter(([, value]) => value !== ''),
  );
}

export function requestOf(filters: Filters, after: number | null): Query {
  const asked: Query = { order: 'newest', ...addressOf(filters), after, limit: 50 };
  return asked.actor ? { ...asked, actor: actorNamed(String(asked.actor)) } : asked;
}

/** One line for each thing that an event says, before and after it. */
export function linesOf(event: LoggedEvent): { name: string; before: string | null; after: string | null }[] {
  const names = [...new Set([...Object.keys(event.before ?? {}), ...Object.keys(event.after ?? {})])];
  const text = (side: Record<string, unknown> | null, name: string) => {
    const value = side?.[name];
    if (value === undefined || value === null) return null;
    return typeof value === 'object' ? JSON.stringify(value) : String(value);
  };
  return names.map((name) => ({ name, before: text(event.before, name), after: text(event.after, name) }));
}

/**
 * What happened, in words: one of the host's own events by its key in the console's texts, a change of a record by what it is
 * called where it is declared. Nothing if only the topic's name can be shown.
 */
export function wordsOf(event: LoggedEvent, type: RecordType | undefined): { key: string } | { name: Text } | null {
  if (event.method === 'host') return { key: `topics.${event.topic.slice('host.'.length).replaceAll('.', '_')}` };
  if (event.topic.endsWith('.settings.changed')) return { key: 'changes.settings' };
  if (!event.record) return null;
  const last = event.topic.slice(event.record.length + 1);
  if (last === 'created' || last === 'updated' || last === 'derived') return { key: `changes.${last}` };
  const state = event.after?.state;
  const step = type?.workflow?.transitions.filter((each) => each.to === state);
  return step?.length === 1 ? { name: step[0]!.name } : null;
}
