import { describe, expect, it } from 'vitest';
import { plainField } from '../values/fields';
import { conflicts, edited, merged, rawIn, valuesOf, type Edits } from './edits';

const name = plainField('name', 'text');
const sum = plainField('sum', 'money', { default: 100 });
const kind = plainField('kind', 'choice');
const fields = [name, sum, kind];
const original = { name: '城北', sum: 5000, kind: 'a' };

describe('edits', () => {
  it('begins with what is there, or with the defaults', () => {
    expect(rawIn(name, {}, original)).toBe('城北');
    expect(rawIn(sum, {}, null)).toBe('1');
    expect(rawIn(name, {}, null)).toBeNull();
  });

  it('keeps only what differs, with what stood there', () => {
    let edits = edited({}, name, '城南', original);
    expect(edits).toEqual({ name: { raw: '城南', base: '城北' } });
    edits = edited(edits, name, null, original);
    expect(rawIn(name, edits, original)).toBeNull();
    expect(edited(edits, name, '城北', original)).toEqual({});
  });

  it('sends the changed values alone, each in the unit of the host', () => {
    const edits = edited(edited({}, sum, '12.30', original), name, '', original);
    expect(valuesOf(fields, edits).values).toEqual({ sum: 1230, name: null });
    const wrong = valuesOf(fields, edited({}, sum, 'x', original));
    expect(wrong.values).toEqual({});
    expect(wrong.problems.has('sum')).toBe(true);
  });
});

describe('somebody else changed the record', () => {
  const edits: Edits = { name: { raw: '城南', base: '城北' }, kind: { raw: 'b', base: 'a' } };

  it('sees where both changed the same to something else', () => {
    expect(conflicts(fields, edits, { name: '城东', sum: 9900, kind: 'a' })).toEqual([name]);
    expect(conflicts(fields, edits, { name: '城南', sum: 1, kind: 'b' })).toEqual([]);
  });

  it('merges: theirs where chosen, mine else, and everything goes on from what is there now', () => {
    const current = { name: '城东', sum: 9900, kind: 'a' };
    expect(merged(fields, edits, current, new Set())).toEqual({ kind: { raw: 'b', base: 'a' } });
    expect(merged(fields, edits, current, new Set(['name']))).toEqual({
      name: { raw: '城南', base: '城东' },
      kind: { raw: 'b', base: 'a' },
    });
    expect(merged(fields, edits, { ...current, kind: 'b' }, new Set())).toEqual({});
  });
});
