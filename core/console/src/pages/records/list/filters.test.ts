import { describe, expect, it } from 'vitest';
import type { RecordType } from '../../../api/types';
import { plainField } from '../../../values/fields';
import { addWords, setLanguage } from '../../../texts';
import records from '../../../texts/records';
import { askOptions, askRange, chosenOptions, filterable, filterKind, filterWords, rangeOf, replaced } from './filters';

addWords('records', records);
setLanguage('zh');
const money = plainField('sum', 'money', { name: { zh: '金额', en: 'Sum' } });
const at = plainField('created_at', 'datetime');
const kind = plainField('kind', 'choice', {
  name: { zh: '类别', en: 'Kind' },
  options: [
    { id: 'a', name: { zh: '甲', en: 'A' } },
    { id: 'b', name: { zh: '乙', en: 'B' } },
  ],
});
const place = plainField('branch', 'organisation', { name: { zh: '支部', en: 'Branch' } });
const type = {
  record: 'm.r',
  fields: [money, kind, place, plainField('secret', 'text', { sensitive: true })],
  workflow: {
    initial: 'draft',
    states: [{ id: 'draft', name: { zh: '草稿', en: 'Draft' }, final: false }],
    transitions: [],
  },
} as unknown as RecordType;

describe('filters', () => {
  it('offers what each type can be asked', () => {
    expect(filterKind(kind)).toBe('options');
    expect(filterKind({ ...kind, list: true })).toBe('option');
    expect(filterKind(plainField('s', 'text', { sensitive: true }))).toBe('given');
    expect(filterKind(plainField('n', 'integer', { list: true }))).toBeNull();
    expect(filterable(type).map((field) => field.id)).toEqual([
      'state',
      'sum',
      'kind',
      'branch',
      'secret',
      'created_at',
      'updated_at',
    ]);
  });

  it('asks for one option or several', () => {
    expect(askOptions('kind', ['a'])).toEqual({ kind: 'a' });
    expect(askOptions('kind', ['a', 'b'])).toEqual({ 'kind.in': 'a,b' });
    expect(askOptions('kind', [])).toEqual({});
    expect(chosenOptions({ 'kind.in': 'a,b' }, 'kind')).toEqual(['a', 'b']);
    expect(chosenOptions({ kind: 'a' }, 'kind')).toEqual(['a']);
  });

  it('takes money in yuan and days as people count them', () => {
    expect(askRange(money, { from: '1.15', until: '' })).toEqual({ 'sum.gte': '115', 'sum.lte': '' });
    expect(rangeOf({ 'sum.gte': '115' }, money)).toEqual({ from: '1.15', until: '' });
    expect(askRange(money, { from: 'abc', until: '' })).toBeNull();
    const day = { from: '2026-03-01', until: '2026-03-01' };
    const asked = askRange(at, day)!;
    expect(asked).toEqual({
      'created_at.gte': '2026-02-28T16:00:00.000Z',
      'created_at.lt': '2026-03-01T16:00:00.000Z',
    });
    expect(rangeOf(asked, at)).toEqual(day);
  });

  it('replaces what is asked of one field and leaves the others', () => {
    const filters = { 'sum.gte': '1', 'sum.lte': '9', kind: 'a' };
    expect(replaced(filters, 'sum', { 'sum.gte': '5', 'sum.lte': '' })).toEqual({ kind: 'a', 'sum.gte': '5' });
  });

  it('says in words what is asked', () => {
    expect(filterWords(type, 'kind.in', 'a,b').zh).toBe('类别：甲、乙');
    expect(filterWords(type, 'sum.gte', '115').zh).toBe('金额 ≥ 1.15 元');
    expect(filterWords(type, 'branch.within', '7', { 'directory.organisation': { '7': '城北镇' } }).zh).toBe(
      '支部：城北镇及下级',
    );
    expect(filterWords(type, 'state', 'draft').zh).toBe('状态：草稿');
    expect(filterWords(type, 'gone', '1').zh).toBe('gone = 1');
  });
});
