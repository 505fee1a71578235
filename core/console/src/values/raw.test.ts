import { describe, expect, it } from 'vitest';
import { plainField } from './fields';
import { rawOf, sameRaw, valueOf, type Raw } from './raw';

const money = plainField('sum', 'money', { min: 0, max: 1_000_000 });
const score = plainField('score', 'decimal', { scale: 2, max: 100 });

function refused(outcome: ReturnType<typeof valueOf>): string {
  return 'problem' in outcome ? outcome.problem.zh : '';
}

describe('what an input holds', () => {
  it('goes there and back for every type', () => {
    const values: [ReturnType<typeof plainField>, unknown, Raw][] = [
      [money, 12345, '123.45'],
      [score, 92.5, '92.5'],
      [plainField('on', 'date'), '2026-03-01', '2026-03-01'],
      [plainField('at', 'datetime'), '2026-03-01T08:00:00.000Z', '2026-03-01T16:00'],
      [plainField('yes', 'boolean'), false, false],
      [plainField('who', 'member'), 12, 12],
      [plainField('names', 'text', { list: true }), ['a', 'b'], ['a', 'b']],
    ];
    for (const [field, value, raw] of values) {
      expect(rawOf(field, value)).toEqual(raw);
      const back = valueOf(field, raw);
      expect('value' in back && (field.type === 'decimal' ? Number(back.value) : back.value)).toEqual(value);
    }
  });

  it('takes empty for null', () => {
    expect(valueOf(money, '')).toEqual({ value: null });
    expect(valueOf(plainField('names', 'text', { list: true }), ['', ''])).toEqual({ value: null });
    expect(sameRaw(null, '')).toBe(true);
    expect(sameRaw([], null)).toBe(true);
    expect(sameRaw(false, null)).toBe(false);
  });

  it('says which rule is broken', () => {
    expect(refused(valueOf(money, '-1'))).toContain('0.00');
    expect(refused(valueOf(money, '1.234'))).toContain('元');
    expect(refused(valueOf(score, '100.5'))).toContain('100');
    expect(refused(valueOf(score, '1.234'))).toContain('2');
    expect(refused(valueOf(plainField('n', 'integer'), '1.5'))).not.toBe('');
    expect(refused(valueOf(plainField('t', 'text', { max_length: 3 }), '党建工作'))).toContain('4');
    expect(valueOf(plainField('t', 'text', { max_length: 2 }), '𠮷𠮷')).toEqual({ value: '𠮷𠮷' });
  });
});
