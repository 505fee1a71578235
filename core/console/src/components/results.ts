/** The parts of an action's answer, whatever its shape: tables of like things, lists, things by name. */
import type { Field, Text } from '../api/types';
import type { WordOf } from '../values/answers';
import { isReference, targetOf } from '../values/fields';

/** So much of a list is shown. */
export const most = 100;

type Thing = Record<string, unknown>;
const isThing = (value: unknown): value is Thing =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
export const isText = (value: unknown): value is Text =>
  isThing(value) && typeof value.zh === 'string' && Object.keys(value).every((key) => key === 'zh' || key === 'en');

export interface Named {
  key: string;
  /** Nothing where no word is known for the key. */
  field: Field | undefined;
}

/** The columns of a list of like things; nothing if it isn't one. */
export function columnsOf(rows: unknown[], wordOf: WordOf): Named[] | null {
  if (!rows.length || !rows.every((row) => isThing(row) && !isText(row))) return null;
  const things = rows as Thing[];
  const keys = [...new Set(things.flatMap((row) => Object.keys(row)))];
  return keys.map((key) => ({
    key,
    field: wordOf(
      key,
      things.map((row) => row[key]),
    ),
  }));
}

/** What a thing says, by name; nothing if it isn't one. */
export function entriesOf(value: unknown, wordOf: WordOf): (Named & { value: unknown })[] | null {
  if (!isThing(value) || isText(value)) return null;
  return Object.entries(value).map(([key, each]) => ({ key, value: each, field: wordOf(key, [each]) }));
}

/** The records that an answer names, by their types, as far as it is shown. */
export function referencesIn(value: unknown, wordOf: WordOf): Map<string, Set<number>> {
  const found = new Map<string, Set<number>>();
  const note = (field: Field | undefined, each: unknown) => {
    if (!field || !isReference(field)) return visit(each);
    const ids = found.get(targetOf(field)) ?? new Set();
    for (const id of Array.isArray(each) ? each : [each]) if (typeof id === 'number') ids.add(id);
    found.set(targetOf(field), ids);
  };
  const visit = (part: unknown): void => {
    const rows = Array.isArray(part) ? part.slice(0, most) : [];
    const columns = columnsOf(rows, wordOf);
    if (columns) for (const row of rows as Thing[]) for (const each of columns) note(each.field, row[each.key]);
    else if (Array.isArray(part)) rows.forEach(visit);
    else for (const each of entriesOf(part, wordOf) ?? []) note(each.field, each.value);
  };
  visit(value);
  return found;
}
