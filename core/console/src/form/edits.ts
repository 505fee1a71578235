/**
 * What somebody has changed in a form, field by field, each with what stood there when they began. So what others change
 * meanwhile in other fields simply appears, and what they change in the same field is seen.
 */
import type { Field } from '../api/types';
import { rawOf, sameRaw, valueOf, type Raw } from '../values/raw';
import type { Text } from '../api/types';

export interface Edit {
  raw: Raw;
  base: Raw;
}
export type Edits = Record<string, Edit>;
export type Values = Record<string, unknown>;

/** What stands in a field before anybody types: of something new its default. */
export function standing(field: Field, original: Values | null): Raw {
  return rawOf(field, original ? original[field.id] : field.default);
}

export function rawIn(field: Field, edits: Edits, original: Values | null): Raw {
  return edits[field.id]?.raw ?? (field.id in edits ? null : standing(field, original));
}

/** Going back to what stood there is no change. */
export function edited(edits: Edits, field: Field, raw: Raw, original: Values | null): Edits {
  const base = edits[field.id]?.base ?? standing(field, original);
  const { [field.id]: _, ...others } = edits;
  return sameRaw(raw, base) ? others : { ...others, [field.id]: { raw, base } };
}

/** The values to send, and what is wrong with those that can't be. Fields that are not offered are left out. */
export function valuesOf(fields: Field[], edits: Edits): { values: Values; problems: Map<string, Text[]> } {
  const values: Values = {};
  const problems = new Map<string, Text[]>();
  for (const field of fields) {
    const edit = edits[field.id];
    if (!edit) continue;
    const outcome = valueOf(field, edit.raw);
    if ('problem' in outcome) problems.set(field.id, [outcome.problem]);
    else values[field.id] = outcome.value;
  }
  return { values, problems };
}

/** The fields that somebody else has changed as well, and to something else. */
export function conflicts(fields: Field[], edits: Edits, current: Values): Field[] {
  return fields.filter((field) => {
    const edit = edits[field.id];
    if (!edit) return false;
    const theirs = rawOf(field, current[field.id]);
    return !sameRaw(theirs, edit.base) && !sameRaw(theirs, edit.raw);
  });
}

/** After the choice, everything is based on what stands there now. `mine`: the fields where one's own value is kept. */
export function merged(fields: Field[], edits: Edits, current: Values, mine: Set<string>): Edits {
  const next: Edits = {};
  const clashing = new Set(conflicts(fields, edits, current).map((field) => field.id));
  for (const field of fields) {
    const edit = edits[field.id];
    if (!edit || (clashing.has(field.id) && !mine.has(field.id))) continue;
    const base = rawOf(field, current[field.id]);
    if (!sameRaw(edit.raw, base)) next[field.id] = { raw: edit.raw, base };
  }
  return next;
}
