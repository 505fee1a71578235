import { describe, expect, it } from 'vitest';
import type { FigureValue } from '../../api/types';
import { changeOf, changeOfFigure, changeText, figureText, headlines, numberText, series } from './values';

const times = { zh: '次', en: '' };
const share = { zh: '%', en: '%' };
const yuan = { zh: '元', en: 'yuan' };

const figure = (key: string, value: number | null, before: (number | null)[] = [], unit = times): FigureValue => ({
  key,
  value,
  unit,
  name: { zh: key, en: key },
  before: before.map((each, index) => ({ period: String(2020 + index), value: each })),
});

describe('figures', () => {
  it('groups from five digits on and keeps decimals', () => {
    expect(numberText(9999)).toBe('9999');
    expect(numberText(12345.5)).toBe('12,345.5');
  });
  it('says units that are understood in English', () => {
    expect(figureText(12, times, 'zh')).toBe('12次');
    expect(figureText(12, times, 'en')).toBe('12');
    expect(figureText(81.5, share, 'en')).toBe('81.5%');
    expect(figureText(20000, yuan, 'en')).toBe('20,000 yuan');
    expect(figureText(null, yuan, 'zh')).toBe('—');
    expect(figureText(2.5, { zh: '万元', en: '× 10,000 yuan' }, 'en')).toBe('2.5 × 10,000 yuan');
    expect(figureText(3, { zh: '天', en: 'days' }, 'en')).toBe('3 days');
  });
  it('tells what changed, of shares in percentage points', () => {
    expect(changeText(changeOf(152, 128, times)!, times, 'zh')).toBe('+24 (+18.8%)');
    expect(changeText(changeOf(90, 92.5, share)!, share, 'zh')).toBe('−2.5 个百分点');
    expect(changeText(changeOf(3, 0, times)!, times, 'en')).toBe('+3');
    expect(changeOf(3, 3, times)!.direction).toBe('same');
    expect(changeOf(null, 3, times)).toBeNull();
    expect(changeOfFigure(figure('a.b', 5))).toBeNull();
  });
  it('puts the present value behind those before', () => {
    expect(series(figure('a.b', 3, [1, 2]), '2022').map((each) => each.value)).toEqual([1, 2, 3]);
  });
  it('chooses for the first page what has a course to show', () => {
    const chosen = headlines(
      [
        figure('a.flat', 4, [4, 4]),
        figure('a.nothing', 0, [0, 0]),
        figure('a.course', 4, [1, 2]),
        figure('a.single', 4),
        figure('b.none', null, [1]),
        figure('b.only', 7, [0]),
      ],
      2,
    );
    expect(chosen.map((each) => each.key)).toEqual(['a.course', 'a.flat', 'b.only']);
  });
});
