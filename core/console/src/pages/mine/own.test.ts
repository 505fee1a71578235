import { describe, expect, it } from 'vitest';
import type { RecordItem, RecordType } from '../../api/types';
import { filledFields, openObjection, workTypes, type OwnRecords } from './own';

const item = (given: object) => ({ id: 1, version: 1, created_at: '', updated_at: '', ...given }) as RecordItem;
const ofType = (record: string, items: RecordItem[]) => ({
  record,
  name: { zh: record, en: record },
  fields: {},
  definition: { record } as RecordType,
  items,
});
const own: OwnRecords = {
  member: 5,
  reveals: [],
  records: [
    ofType('cadre.holding', [item({ id: 3 })]),
    ofType('directory.member', [item({ id: 5 })]),
    ofType('privacy.objection', [
      item({ about: 'cadre.holding', subject: 3, state: 'submitted' }),
      item({ about: 'directory.member', subject: 5, state: 'rejected' }),
    ]),
  ],
};

describe('what is recorded about me', () => {
  it('begins with my own record and keeps what concerns the data apart', () => {
    expect(workTypes(own).map((each) => each.record)).toEqual(['directory.member', 'cadre.holding']);
  });
  it('knows what I objected to and have no answer to', () => {
    expect(openObjection(own, 'cadre.holding', 3)).toBeDefined();
    expect(openObjection(own, 'directory.member', 5)).toBeUndefined();
  });
  it('shows what is filled in', () => {
    const name = { zh: '', en: '' };
    const type = { ...own.records[0]!, fields: { a: name, b: name, c: name, d: name, e: name } };
    expect(filledFields(type, item({ a: null, b: 0, c: '', d: [], e: false }))).toEqual(['b', 'e']);
  });
});
