/** Which columns a list has: those chosen in the address, else this person's own choice, else the usual ones. */
import type { Field, RecordType } from '../../../api/types';
import { language } from '../../../texts';
import { fieldOf, systemFields } from '../../../values/fields';

const usual = 7;
const long = 300;
const stored = (record: string) => `columns:${record}`;

export function possibleColumns(type: RecordType): Field[] {
  const system = systemFields(type);
  const state = system.filter((field) => field.id === 'state');
  return [...type.fields, ...state, ...system.filter((field) => field.id !== 'state')];
}

/** What names a record, its state, and what is short enough to be read in a row. */
export function usualColumns(type: RecordType): string[] {
  const title = type.title.filter((id) => fieldOf(type, id));
  const short = type.fields.filter(
    (field) =>
      !title.includes(field.id) &&
      !field.list &&
      !field.sensitive &&
      // The English of a text whose Chinese stands beside it.
      !(language.value === 'zh' && field.id.endsWith('_en')) &&
      field.type !== 'file' &&
      !(field.type === 'text' && (field.max_length > long || field.computed)),
  );
  const state = type.workflow ? ['state'] : [];
  const room = usual - title.length - state.length;
  return [...title, ...short.slice(0, Math.max(room, 0)).map((field) => field.id), ...state];
}

export function ownColumns(record: string): string[] | null {
  const text = localStorage.getItem(stored(record));
  return text ? text.split(',') : null;
}

export function keepColumns(record: string, columns: string[] | null): void {
  if (columns) localStorage.setItem(stored(record), columns.join(','));
  else localStorage.removeItem(stored(record));
}

export function columnsOf(type: RecordType, chosen: string[] | null): Field[] {
  for (const ids of [chosen, ownColumns(type.record)]) {
    const fields = (ids ?? []).flatMap((id) => fieldOf(type, id) ?? []);
    if (fields.length) return fields;
  }
  return usualColumns(type).flatMap((id) => fieldOf(type, id) ?? []);
}

/** The host sorts by everything but lists, files and what is kept encrypted. */
export const sortable = (field: Field) => !field.list && !field.sensitive && field.type !== 'file';
