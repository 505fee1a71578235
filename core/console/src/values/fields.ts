/** What record types have in common beyond their own fields, and what their titles are made of. */
import type { Field, FieldType, RecordItem, RecordType, Titles } from '../api/types';
import { both } from './words';

/** Stands for a sensitive value in every answer. */
export const mask = '••••••';

export function plainField(id: string, type: FieldType, changes: Partial<Field> = {}): Field {
  return {
    id,
    name: { zh: id, en: id },
    help: null,
    type,
    list: false,
    required: false,
    computed: false,
    fixed: false,
    during: [],
    default: null,
    min: null,
    max: null,
    scale: 2,
    max_length: 2000,
    options: [],
    kinds: [],
    record: null,
    sensitive: false,
    anywhere: false,
    ...changes,
  };
}

/** The columns that every record has, as fields: they filter, sort and show like the others. */
export function systemFields(type: RecordType): Field[] {
  const fields: Field[] = [];
  if (type.workflow)
    fields.push(
      plainField('state', 'choice', { name: both('values.state'), options: type.workflow.states, computed: true }),
    );
  fields.push(plainField('id', 'integer', { name: both('values.id'), computed: true }));
  if (!type.derived)
    for (const id of ['created_at', 'updated_at'] as const)
      fields.push(plainField(id, 'datetime', { name: both(`values.${id}`), computed: true }));
  return fields;
}

export function fieldOf(type: RecordType, id: string): Field | undefined {
  return type.fields.find((field) => field.id === id) ?? systemFields(type).find((field) => field.id === id);
}

export const isReference = (field: Field) =>
  field.type === 'organisation' || field.type === 'member' || field.type === 'record';

export const isNumber = (field: Field) =>
  !field.list && (field.type === 'integer' || field.type === 'decimal' || field.type === 'money');

/** The full id of the record type that a reference leads to. */
export function targetOf(field: Field): string {
  if (field.record) return field.record;
  return field.type === 'member' ? 'directory.member' : 'directory.organisation';
}

/** The page of a record that a reference leads to. */
export function placeOf(field: Field, id: unknown) {
  const [method, record] = targetOf(field).split('.');
  return { name: 'record', params: { method, record, id: String(id) } };
}

export const isEmpty = (value: unknown) =>
  value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0);

/** What the host calls a record, if it was asked for titles. */
export function titleFrom(titles: Titles | undefined, record: string, id: unknown): string | undefined {
  return titles?.[record]?.[String(id)];
}

export type { RecordItem };
