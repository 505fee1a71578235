/**
 * What an action answers is declared nowhere. Its things are called by the words that the method has for them anyway: its
 * input's, its record types', and those that several of its record types have in common. What only one of them calls so may
 * be something else in an answer, and a wrong word is worse than none.
 */
import type { Action, Field, RecordType } from '../api/types';
import { fieldOf, plainField } from './fields';

/** How values that are texts in JSON look. */
export const scalar = {
  date: /^\d{4}-\d{2}-\d{2}$/,
  datetime: /^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/,
  decimal: /^-?\d+(\.\d+)?$/,
  file: /^[0-9a-f]{64}$/,
};

/** Whether a value can be one of a field. */
function fits(field: Field, value: unknown): boolean {
  if (value === null || value === undefined || value === '') return true;
  if (field.list) return Array.isArray(value) && value.every((each) => fits({ ...field, list: false }, each));
  switch (field.type) {
    case 'text':
      return typeof value === 'string';
    case 'boolean':
      return typeof value === 'boolean';
    case 'choice':
      return field.options.some((option) => option.id === value);
    case 'integer':
    case 'money':
      return Number.isInteger(value);
    case 'decimal':
      return typeof value === 'number' || (typeof value === 'string' && scalar.decimal.test(value));
    case 'date':
    case 'datetime':
    case 'file':
      return typeof value === 'string' && scalar[field.type].test(value);
    default:
      return Number.isInteger(value) && Number(value) > 0;
  }
}

/** Whether a choice has the same name wherever it is offered. */
function agree(fields: Field[], value: unknown): boolean {
  const named = fields.map((field) => field.options.find((option) => option.id === value)?.name.zh);
  return named.every((name) => name === named[0]);
}

const isGroup = (value: unknown) => typeof value === 'object' && value !== null;

/** A record by its type's own name: `pair: 12` of pairing, `member: 7` of whichever method. */
function recordOf(key: string, method: string, types: RecordType[]): Field[] {
  const type = types.find((each) => each.id === key && (each.method === method || each.method === 'directory'));
  return type ? [plainField(key, 'record', { name: type.name, record: type.record })] : [];
}

const common = (fields: Field[]) => (fields.length > 1 ? fields : []);

/** The field that a key of an answer stands for, given all that stands under it there; nothing where no word is known. */
export type WordOf = (key: string, values: unknown[]) => Field | undefined;

export function wordsOf(action: Pick<Action, 'method' | 'input'>, types: RecordType[]): WordOf {
  const own = types.filter((type) => type.method === action.method);
  return (key, values) => {
    const known = [
      action.input.filter((field) => field.id === key),
      recordOf(key, action.method, types),
      common(own.flatMap((type) => fieldOf(type, key) ?? [])),
    ].find((fields) => fields.length > 0);
    if (!known || known.some((field) => field.name.zh !== known[0]!.name.zh)) return undefined;
    const fitting = known.filter((field) => values.every((value) => fits(field, value)));
    // What is told of each option, or part by part, is still about the thing that is called so.
    if (!fitting.length) return values.every(isGroup) ? known[0] : undefined;
    return values.every((value) => agree(fitting, value)) ? fitting[0] : { ...fitting[0]!, type: 'text' };
  };
}

/** Under a choice, things are told of each of its options. */
export const optionOf = (field: Field | undefined, key: string) =>
  field?.type === 'choice' ? field.options.find((option) => option.id === key)?.name : undefined;
