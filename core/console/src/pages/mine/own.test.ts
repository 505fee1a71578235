import { describe, expect, it } from 'vitest';
import type { RecordItem } from '../../api/types';
import { filledFields, openObjection, workTypes, type OwnRecords } from './own';

const item = (given: object) => ({ id: 1, version: 1, created_at: '', updated_at: '', ...given }) as RecordItem;
const own: OwnRecords = {
  member: 5,
  reveals: [],
  records: [
    { record: 'cadre.holding', name: { zh: '任职', en: 'Holding' }, fields: {}, items: [item({ id: 3 })] },
    { record: 'directory.member', name: { zh: '党员', en: 'Member' }, fields: {}, items: [item({ id: 5 })] },
    {
      record: 'privacy.objection',
      name: { zh: '异议', en: 'Objection' },
      fields: {},
      items: [
        item({ about: 'cadre.holding', subject: 3, state: 'submitted' }),
        item({ about: 'directory.member', subject: 5, state: 'rejected' }),
      ],
    },
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
