/** Which fields a reader is shown, and what of a long value at once. */
import type { Field, RecordItem, RecordType, Titles } from '../api/types';
import type { Language } from '../texts';
import { isEmpty } from './fields';
import { valueText } from './text';
import { both } from './words';
import { say } from '../texts';

/** So many of a list are named at once, so many characters of a text. */
export const few = 12;
const longest = 300;

/** A text in two languages is two fields, `x` and `x_en`: the one that is read in another language than the reader's. */
export function isOtherLanguage(
  type: RecordType,
  field: Field,
  item: Partial<RecordItem>,
  language: Language,
): boolean {
  const given = (id: string) => type.fields.some((each) => each.id === id) && !isEmpty(item[id]);
  if (language === 'en') return given(`${field.id}_en`);
  return field.id.endsWith('_en') && given(field.id.slice(0, -'_en'.length));
}

/** The place of an organisation in the tree is kept as a path of numbers; people read it from the one above. */
export const isInternal = (type: RecordType, field: Field) =>
  type.record === 'directory.organisation' && field.id === 'path';

/** Where a text is data of a program's (a list or an object in JSON): what is in it. */
export function dataIn(field: Field, value: unknown): object | null {
  if (field.type !== 'text' || typeof value !== 'string' || !/^\s*[[{]/.test(value)) return null;
  try {
    const data: unknown = JSON.parse(value);
    return typeof data === 'object' ? data : null;
  } catch {
    return null;
  }
}

export const sizeOf = (data: object): number => (Array.isArray(data) ? data : Object.keys(data)).length;

/** As `valueText`, cut to what can be read in passing. */
export function shortText(field: Field, value: unknown, titles?: Titles): string {
  const data = dataIn(field, value);
  if (data) return say(both('values.data', { count: sizeOf(data) }));
  if (Array.isArray(value) && value.length > few)
    return say(both('values.andMore', { text: valueText(field, value.slice(0, few), titles), count: value.length }));
  const text = valueText(field, value, titles);
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}
