/**
 * A list's state lives in the page's address, so that it can be sent and the browser's Back works. What the console adds is
 * `columns`, `first` and `cursor`; `q`, `sort` and the filters are the host's own parameters, word for word.
 */
import type { LocationQuery } from 'vue-router';
import type { Query } from '../../../api/client';

export interface ListState {
  q: string;
  /** "-held_on", "name" or '': the host's order. */
  sort: string;
  /** null: the usual ones. */
  columns: string[] | null;
  /** The host's filter parameters, "state.in" → "draft,sent". */
  filters: Record<string, string>;
  cursor: string | null;
  /** Which record the page begins with, counted from 1; only shown. */
  first: number;
}

/** On a telephone a page is a long way down. */
export const pageSize = (narrow: boolean) => (narrow ? 20 : 50);

const own = new Set(['q', 'sort', 'columns', 'cursor', 'first']);
/** Parameters of the host that a page sets itself. */
const taken = new Set(['titles', 'count', 'limit']);

function single(value: LocationQuery[string] | undefined): string {
  const last = Array.isArray(value) ? value[value.length - 1] : value;
  return last ?? '';
}

export function readAddress(query: LocationQuery): ListState {
  const filters: Record<string, string> = {};
  for (const [name, value] of Object.entries(query))
    if (!own.has(name) && !taken.has(name) && single(value) !== '') filters[name] = single(value);
  const columns = single(query.columns).split(',').filter(Boolean);
  const first = Number(single(query.first));
  return {
    q: single(query.q),
    sort: single(query.sort),
    columns: columns.length ? columns : null,
    filters,
    cursor: single(query.cursor) || null,
    first: Number.isInteger(first) && first > 1 ? first : 1,
  };
}

export function writeAddress(state: ListState): Record<string, string> {
  const query: Record<string, string> = {};
  if (state.q.trim()) query.q = state.q.trim();
  Object.assign(query, state.filters);
  if (state.sort) query.sort = state.sort;
  if (state.columns?.length) query.columns = state.columns.join(',');
  if (state.cursor) {
    query.cursor = state.cursor;
    query.first = String(state.first);
  }
  return query;
}

/** What selects the records, whatever their order and page. */
export function selectionOf(state: ListState): Query {
  return { ...state.filters, q: state.q.trim() || undefined };
}

export function requestOf(state: ListState, limit: number): Query {
  return { ...selectionOf(state), sort: state.sort || undefined, cursor: state.cursor, limit };
}

/** Another selection or order starts at the first page. */
export function changed(state: ListState, changes: Partial<ListState>): ListState {
  return { ...state, cursor: null, first: 1, ...changes };
}

/** Up, down, as the host orders. */
export function nextSort(sort: string, field: string): string {
  if (sort === field) return `-${field}`;
  return sort === `-${field}` ? '' : field;
}

export function sortOf(sort: string, field: string): 'ascending' | 'descending' | 'none' {
  if (sort === field) return 'ascending';
  return sort === `-${field}` ? 'descending' : 'none';
}

/** A saved view keeps the address without the page one happened to be on; its columns stand apart. */
export function viewOf(state: ListState): { query: string; columns: string[] | null } {
  const query = writeAddress(changed({ ...state, columns: null }, {}));
  return { query: new URLSearchParams(query).toString(), columns: state.columns };
}

export function addressOfView(query: string, columns: string[] | null): Record<string, string> {
  const kept = Object.fromEntries(new URLSearchParams(query));
  return writeAddress({ ...readAddress(kept), columns });
}
