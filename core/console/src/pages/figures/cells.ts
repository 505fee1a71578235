/** Values of records in a table's cells. */
import type { Field, RecordItem, RecordType, Titles } from '../../api/types';
import { instant, longDate } from '../../dates/words';
import { i18n, language, say } from '../../texts';
import { numberText } from './values';

const target = (field: Field) =>
  field.record ?? (field.type === 'member' ? 'directory.member' : 'directory.organisation');

function one(field: Field, value: unknown, titles: Titles | undefined): string {
  switch (field.type) {
    case 'organisation':
    case 'member':
    case 'record':
      return titles?.[target(field)]?.[String(value)] ?? i18n.global.t('figures.record', { id: String(value) });
    case 'choice':
      return say(field.options.find((each) => each.id === value)?.name) || String(value);
    case 'boolean':
      return i18n.global.t(value ? 'figures.yes' : 'figures.no');
    case 'date':
      return longDate(String(value));
    case 'datetime':
      return instant(String(value));
    case 'money':
      return typeof value === 'number' ? (value / 100).toFixed(2) : String(value);
    case 'decimal':
      return typeof value === 'number' ? numberText(value) : String(value);
    default:
      return String(value);
  }
}

export function cellText(field: Field, value: unknown, titles?: Titles): string {
  if (value === null || value === undefined || value === '') return '';
  const all = Array.isArray(value) ? value : [value];
  return all.map((each) => one(field, each, titles)).join(language.value === 'en' ? ', ' : '、');
}

export const stateName = (type: RecordType, item: RecordItem): string =>
  say(type.workflow?.states.find((each) => each.id === item.state)?.name) || (item.state ?? '');

/** What a record is called: what the host says, else its title fields. */
export function titleOf(type: RecordType, item: RecordItem, titles?: Titles): string {
  const known = titles?.[type.record]?.[String(item.id)];
  if (known) return known;
  const parts = type.title.map((id) => {
    const field = type.fields.find((each) => each.id === id);
    return field ? cellText(field, item[id], titles) : '';
  });
  return parts.filter(Boolean).join(' — ') || i18n.global.t('figures.record', { id: item.id });
}

/**
 * The columns that tell most in little space: no title fields (they are the first column), nothing long or hidden, and of
 * these records nothing that all leave empty.
 */
export function columnsOf(type: RecordType, items: RecordItem[], most: number): Field[] {
  return type.fields
    .filter((field) => items.some((item) => cellText(field, item[field.id]) !== ''))
    .filter((field) => !type.title.includes(field.id) && !field.sensitive && field.type !== 'file')
    .filter((field) => field.type !== 'text' || field.max_length <= 100)
    .slice(0, most);
}
