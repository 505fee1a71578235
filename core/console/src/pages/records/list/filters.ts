/** Which filters a field offers, and between those and the host's parameters. */
import type { Field, RecordType, Text, Titles } from '../../../api/types';
import { language } from '../../../texts';
import { dateText, dayBefore, instantOf, localOf, nextDay } from '../../../values/dates';
import { fieldOf, isReference, systemFields, targetOf, titleFrom } from '../../../values/fields';
import { fenOf, yuanInput, yuanText } from '../../../values/money';
import { valueText } from '../../../values/text';
import { both } from '../../../values/words';

export type Filters = Record<string, string>;
export type FilterKind =
  'options' | 'option' | 'yesno' | 'dates' | 'instants' | 'numbers' | 'reference' | 'contains' | 'given';

export function filterKind(field: Field): FilterKind | null {
  if (field.sensitive || field.type === 'file') return 'given';
  if (isReference(field)) return 'reference';
  if (field.list) return field.type === 'choice' ? 'option' : field.type === 'text' ? 'contains' : null;
  switch (field.type) {
    case 'choice':
      return 'options';
    case 'boolean':
      return 'yesno';
    case 'date':
      return 'dates';
    case 'datetime':
      return 'instants';
    case 'text':
      return 'contains';
    default:
      return 'numbers';
  }
}

/** In the order in which they are offered: the state first, the record's own columns last. */
export function filterable(type: RecordType): Field[] {
  const system = systemFields(type);
  const state = system.filter((field) => field.id === 'state');
  const rest = system.filter((field) => field.id !== 'state' && field.id !== 'id');
  return [...state, ...type.fields, ...rest].filter((field) => filterKind(field) !== null);
}

const operations = ['', '.not', '.in', '.gte', '.gt', '.lte', '.lt', '.contains', '.empty', '.within'];

/** Everything that is asked of one field. */
export function filtersOf(filters: Filters, field: string): Filters {
  return Object.fromEntries(
    operations.flatMap((each) => (filters[field + each] ? [[field + each, filters[field + each]!]] : [])),
  );
}

/** The filters with those of one field replaced; empty texts ask nothing. */
export function replaced(filters: Filters, field: string, by: Filters): Filters {
  const left = Object.entries(filters).filter(([name]) => name.split('.')[0] !== field);
  return Object.fromEntries([...left, ...Object.entries(by).filter(([, text]) => text !== '')]);
}

export function chosenOptions(filters: Filters, field: string): string[] {
  return (filters[`${field}.in`] ?? filters[field] ?? '').split(',').filter(Boolean);
}

export function askOptions(field: string, chosen: string[]): Filters {
  if (chosen.length > 1) return { [`${field}.in`]: chosen.join(',') };
  return chosen.length ? { [field]: chosen[0]! } : {};
}

export interface Range {
  from: string;
  until: string;
}

/** As people type it: yuan, local days; the last day included. */
export function rangeOf(filters: Filters, field: Field): Range {
  const from = filters[`${field.id}.gte`] ?? '';
  const until = filters[`${field.id}.lte`] ?? '';
  if (field.type === 'money')
    return { from: from && yuanInput(Number(from)), until: until && yuanInput(Number(until)) };
  if (field.type === 'datetime') {
    const end = filters[`${field.id}.lt`] ?? '';
    return { from: from && localOf(from).slice(0, 10), until: end && dayBefore(localOf(end).slice(0, 10)) };
  }
  return { from, until };
}

/** null if what was typed is no number or amount. */
export function askRange(field: Field, range: Range): Filters | null {
  const { id, type } = field;
  if (type === 'datetime')
    return {
      [`${id}.gte`]: range.from && instantOf(range.from)!,
      [`${id}.lt`]: range.until && instantOf(nextDay(range.until))!,
    };
  if (type === 'date') return { [`${id}.gte`]: range.from, [`${id}.lte`]: range.until };
  const take = (text: string): string | null => {
    if (!text.trim()) return '';
    if (type === 'money') return fenOf(text)?.toString() ?? null;
    return Number.isFinite(Number(text)) ? text.trim() : null;
  };
  const [from, until] = [take(range.from), take(range.until)];
  return from === null || until === null ? null : { [`${id}.gte`]: from, [`${id}.lte`]: until };
}

/** What a filter asks, in words: for the marks above a list. */
export function filterWords(type: RecordType, name: string, text: string, titles?: Titles): Text {
  const [id = '', operation = 'is'] = name.split('.');
  const field = fieldOf(type, id);
  if (!field) return { zh: `${name} = ${text}`, en: `${name} = ${text}` };
  if (operation === 'empty') return both(text === 'true' ? 'records.without' : 'records.with', names(field));
  const shown = () => {
    if (field.type === 'money') return both('values.yuan', { amount: yuanText(Number(text)) })[language.value];
    if (field.type === 'date') return dateText(text, language.value);
    if (field.type === 'datetime') {
      const day = localOf(text).slice(0, 10);
      return dateText(operation === 'lt' ? dayBefore(day) : day, language.value);
    }
    if (isReference(field) && /^\d+$/.test(text)) return titleFrom(titles, targetOf(field), text) ?? `#${text}`;
    if (field.type === 'choice') return valueText({ ...field, list: true }, text.split(','));
    if (field.type === 'boolean') return valueText(field, text === 'true');
    return text;
  };
  const words = { ...names(field), value: shown() };
  const key =
    {
      gte: 'from',
      gt: 'above',
      lte: 'until',
      lt: field.type === 'datetime' ? 'until' : 'below',
      not: 'isNot',
      contains: 'contains',
      within: 'within',
    }[operation] ?? 'is';
  const named = (lang: 'zh' | 'en') => ({ ...words, name: field.name[lang] });
  return { zh: both(`records.${key}`, named('zh')).zh, en: both(`records.${key}`, named('en')).en };
}

function names(field: Field): { name: string } {
  return { name: field.name[language.value] || field.name.zh };
}
