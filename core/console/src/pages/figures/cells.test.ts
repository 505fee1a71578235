import { describe, expect, it } from 'vitest';
import type { Field, RecordItem, RecordType } from '../../api/types';
import { setLanguage } from '../../texts';
import { cellText, columnsOf, stateName, titleOf } from './cells';

setLanguage('zh');

const field = (id: string, type: Field['type'], given: Partial<Field> = {}): Field =>
  ({
    id,
    name: { zh: id, en: id },
    type,
    options: [],
    record: null,
    max_length: 40,
    sensitive: false,
    ...given,
  }) as Field;
const item = (given: object) => ({ id: 4, version: 1, created_at: '', updated_at: '', ...given }) as RecordItem;
const kind = field('kind', 'choice', { options: [{ id: 'a', name: { zh: '甲', en: 'A' } }] });
const type = {
  record: 'x.y',
  title: ['kind', 'place'],
  fields: [
    kind,
    field('place', 'organisation'),
    field('money', 'money'),
    field('note', 'text', { max_length: 2000 }),
    field('on', 'date'),
  ],
  workflow: { initial: 's', states: [{ id: 's', name: { zh: '起草', en: 'Draft' }, final: false }], transitions: [] },
} as unknown as RecordType;
const titles = { 'directory.organisation': { '7': '城北村党支部' } };

describe('cells', () => {
  it('say what people read', () => {
    expect(cellText(kind, ['a', 'b'])).toBe('甲、b');
    expect(cellText(type.fields[1]!, 7, titles)).toBe('城北村党支部');
    expect(cellText(type.fields[2]!, 123450)).toBe('1234.50');
    expect(cellText(type.fields[4]!, '2025-03-01')).toBe('2025年3月1日');
    expect(cellText(kind, null)).toBe('');
    expect(stateName(type, item({ state: 's' }))).toBe('起草');
  });
  it('call a record by its title fields, unless the host names it', () => {
    expect(titleOf(type, item({ kind: 'a', place: 7 }), titles)).toBe('甲 — 城北村党支部');
    expect(titleOf(type, item({}), { 'x.y': { '4': '某件' } })).toBe('某件');
  });
  it('choose columns that say something', () => {
    const rows = [item({ money: 1, note: 'x' }), item({ money: null, on: null })];
    expect(columnsOf(type, rows, 5).map((each) => each.id)).toEqual(['money']);
  });
});
