/** What a new record begins with, from the address of its form: ?organisation=12. */
import type { LocationQuery } from 'vue-router';
import type { Field, RecordType } from '../../../api/types';
import { isReference } from '../../../values/fields';

function valueFrom(field: Field, text: string): unknown {
  if (field.type === 'boolean') return text === 'true';
  if (isReference(field) || field.type === 'integer' || field.type === 'money' || field.type === 'decimal')
    return Number.isFinite(Number(text)) ? Number(text) : text;
  return text;
}

/** Only of fields that people fill in. */
export function givenIn(type: RecordType, query: LocationQuery): Record<string, unknown> {
  const given: Record<string, unknown> = {};
  for (const field of type.fields) {
    const text = query[field.id];
    if (typeof text === 'string' && text !== '' && !field.computed && !field.list && !field.sensitive)
      given[field.id] = valueFrom(field, text);
  }
  return given;
}
