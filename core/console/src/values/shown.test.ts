import { describe, expect, it } from 'vitest';
import type { RecordType } from '../api/types';
import { plainField } from './fields';
import { dataIn, isOtherLanguage, shortText } from './shown';

const reason = plainField('reason', 'text');
const reasonEn = plainField('reason_en', 'text');
const type = { record: 'a.b', fields: [reason, reasonEn] } as RecordType;

describe('a text in two languages', () => {
  const item = { reason: '同意', reason_en: 'Agreed' };
  it('is shown in the reader’s', () => {
    expect(isOtherLanguage(type, reasonEn, item, 'zh')).toBe(true);
    expect(isOtherLanguage(type, reason, item, 'zh')).toBe(false);
    expect(isOtherLanguage(type, reason, item, 'en')).toBe(true);
    expect(isOtherLanguage(type, reasonEn, item, 'en')).toBe(false);
  });
  it('is shown in the other where it is given in that alone', () => {
    expect(isOtherLanguage(type, reason, { reason: '同意', reason_en: null }, 'en')).toBe(false);
    expect(isOtherLanguage(type, reasonEn, { reason: '', reason_en: 'Agreed' }, 'zh')).toBe(false);
  });
});

describe('what is long', () => {
  it('is named in part, with how much there is', () => {
    const list = plainField('kinds', 'text', { list: true });
    const many = Array.from({ length: 40 }, (_, index) => `n${index}`);
    expect(shortText(list, many)).toContain('n11');
    expect(shortText(list, many)).not.toContain('n12');
    expect(shortText(list, many)).toContain('40');
    expect(shortText(reason, 'x'.repeat(400))).toBe(`${'x'.repeat(300)}…`);
  });
  it('is counted where it is data of a program’s', () => {
    expect(dataIn(reason, '[{"item":"1"},{"item":"2"}]')).toHaveLength(2);
    expect(shortText(reason, '[{"item":"1"},{"item":"2"}]')).toContain('2');
  });
  it('is a text like any other where it only begins so', () => {
    expect(dataIn(reason, '[附件] 已阅')).toBeNull();
    expect(dataIn(plainField('n', 'integer'), '[1]')).toBeNull();
  });
});
