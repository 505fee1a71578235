import { expect, it } from 'vitest';
import type { RecordItem, RecordType } from '../../api/types';
import { plainField } from '../../values/fields';
import { columnsOf } from './columns';

const item = (given: object) => ({ id: 4, version: 1, created_at: '', updated_at: '', ...given }) as RecordItem;

it('chooses columns that say something', () => {
  const type = {
    title: ['name'],
    fields: [
      plainField('name', 'text', { max_length: 40 }),
      plainField('money', 'money'),
      plainField('note', 'text'),
      plainField('phone', 'text', { max_length: 20, sensitive: true }),
      plainField('on', 'date'),
      plainField('paper', 'file'),
    ],
  } as unknown as RecordType;
  const rows = [item({ name: 'x', money: 0, note: 'x', phone: '•', paper: 'f' }), item({ money: null, on: null })];
  expect(columnsOf(type, rows, 5).map((each) => each.id)).toEqual(['money']);
});
