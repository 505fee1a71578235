import type { Field, RecordItem, RecordType } from '../../api/types';
import { isEmpty } from '../../values/fields';

/**
 * The columns that tell most in little space: no title fields (they are the first column), nothing long or hidden, and of
 * these records nothing that all leave empty.
 */
export function columnsOf(type: RecordType, items: RecordItem[], most: number): Field[] {
  return type.fields
    .filter((field) => items.some((item) => !isEmpty(item[field.id])))
    .filter((field) => !type.title.includes(field.id) && !field.sensitive && field.type !== 'file')
    .filter((field) => field.type !== 'text' || field.max_length <= 100)
    .slice(0, most);
}
