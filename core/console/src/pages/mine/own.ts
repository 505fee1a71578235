/** What the host tells a person about what it holds of them. */
import { ask } from '../../api/client';
import { pathOf } from '../../api/queries';
import type { RecordItem, RecordType, Text, Titles } from '../../api/types';

export interface OwnRecords {
  member: number;
  records: OwnType[];
  reveals: Reveal[];
  titles?: Titles;
}

export interface OwnType {
  record: string;
  name: Text;
  fields: Record<string, Text>;
  items: RecordItem[];
  /** As the catalogue describes one, also where it keeps the type from this person. */
  definition: RecordType;
}

export interface Reveal {
  at: string;
  by: string;
  fields: string[];
  purpose: string | null;
}

export const objectionType = 'privacy.objection';
export const consentType = 'privacy.consent';
export const disclosureType = 'privacy.disclosure';
const privacy = [objectionType, consentType, disclosureType];

export const itemsOf = (own: OwnRecords | undefined, record: string): RecordItem[] =>
  own?.records.find((each) => each.record === record)?.items ?? [];

/** The person's own record first, then the others as they come; what concerns the data themselves stands apart. */
export function workTypes(own: OwnRecords): OwnType[] {
  const types = own.records.filter((each) => !privacy.includes(each.record));
  return [
    ...types.filter((each) => each.record === 'directory.member'),
    ...types.filter((each) => each.record !== 'directory.member'),
  ];
}

/** Whether somebody has objected to a record and has no answer yet. */
export function openObjection(own: OwnRecords, record: string, id: number): RecordItem | undefined {
  return itemsOf(own, objectionType).find(
    (each) => each.about === record && each.subject === id && each.state === 'submitted',
  );
}

/** The fields of a record that say something, in the order in which their names are given. */
export function filledFields(type: OwnType, item: RecordItem): string[] {
  return Object.keys(type.fields).filter((field) => {
    const value = item[field];
    return value !== null && value !== undefined && value !== '' && !(Array.isArray(value) && value.length === 0);
  });
}

/** Takes back what the person gave or asked for themselves. */
export const withdrawOwn = (type: string, item: RecordItem) =>
  ask(`${pathOf(type)}/${item.id}/transitions/withdraw`, { method: 'POST', version: item.version, body: {} });
