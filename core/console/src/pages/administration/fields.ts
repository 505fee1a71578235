/** Fields of a record type, by id, for a form that takes only some of them. */
import type { Field, RecordType } from '../../api/types';

export function fieldsOf(type: RecordType | undefined, ids: readonly string[]): Field[] {
  return ids.flatMap((id) => type?.fields.find((field) => field.id === id) ?? []);
}

export const accountFields = ['login', 'name', 'member', 'subject', 'note'] as const;
export const postFields = ['role', 'organisation', 'starts_on', 'ends_on', 'reason'] as const;
