/** Values as people read them, in one line: in lists, histories, titles and merges. */
import type { Field, RecordItem, RecordType, Titles } from '../api/types';
import { language, say } from '../texts';
import { dateText, instantText } from './dates';
import { fieldOf, isEmpty, isReference, targetOf, titleFrom } from './fields';
import { decimalText, integerText, yuanText } from './money';
import { both } from './words';

function one(field: Field, value: unknown, titles: Titles | undefined): string {
  if (isReference(field)) return titleFrom(titles, targetOf(field), value) ?? `#${String(value)}`;
  switch (field.type) {
    case 'choice':
      return say(field.options.find((each) => each.id === value)?.name) || String(value);
    case 'boolean':
      return say(both(value ? 'values.yes' : 'values.no'));
    case 'date':
      return dateText(String(value), language.value);
    case 'datetime':
      return instantText(String(value), language.value);
    case 'money':
      return typeof value === 'number' ? say(both('values.yuan', { amount: yuanText(value) })) : String(value);
    case 'decimal':
      return typeof value === 'number' ? decimalText(value, field.scale) : String(value);
    case 'integer':
      // Years and numbers of records are no quantities: no commas below a hundred thousand.
      return typeof value === 'number' && Math.abs(value) >= 100_000 ? integerText(value) : String(value);
    case 'file':
      return say(both('values.file', { mark: String(value).slice(0, 6) }));
    default:
      return String(value);
  }
}

/** '' for what is not given. */
export function valueText(field: Field, value: unknown, titles?: Titles): string {
  if (isEmpty(value)) return '';
  const each = Array.isArray(value) ? value : [value];
  return each.map((item) => one(field, item, titles)).join(language.value === 'en' ? ', ' : '、');
}

/** What a record is called: the host's word for it, or its title fields put together as the host does. */
export function titleOf(type: RecordType, item: RecordItem, titles?: Titles): string {
  const known = titleFrom(titles, type.record, item.id);
  if (known) return known;
  const parts = type.title.map((id) => {
    const field = fieldOf(type, id);
    return field ? valueText(field, item[id], titles) : '';
  });
  return parts.filter(Boolean).join(' — ') || `${say(type.name)} #${item.id}`;
}
