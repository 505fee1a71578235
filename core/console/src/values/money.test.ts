import { describe, expect, it } from 'vitest';
import { decimalOf, decimalText, fenOf, yuanInput, yuanText } from './money';

describe('money', () => {
  it('shows fen as yuan', () => {
    expect(yuanText(0)).toBe('0.00');
    expect(yuanText(5)).toBe('0.05');
    expect(yuanText(123456789)).toBe('1,234,567.89');
    expect(yuanText(-100050)).toBe('-1,000.50');
    expect(yuanInput(120000)).toBe('1200');
    expect(yuanInput(120010)).toBe('1200.10');
  });

  it('takes yuan without a float error', () => {
    expect(fenOf('1.15')).toBe(115); // 1.15 * 100 is 114.99999999999999
    expect(fenOf('1,234.5')).toBe(123450);
    expect(fenOf('￥ 8.3 元')).toBe(830);
    expect(fenOf('-0.29')).toBe(-29);
    expect(fenOf('70368744177.66')).toBe(7036874417766);
    expect(Object.is(fenOf('-0'), 0)).toBe(true);
  });

  it('refuses what is no amount', () => {
    for (const text of ['', '1.234', 'abc', '1.', '.5', '1e3', '99999999999999']) expect(fenOf(text)).toBeNull();
  });

  it('goes there and back', () => {
    for (const fen of [1, 99, 100, 101, 29, 57, 1999999999999]) expect(fenOf(yuanInput(fen))).toBe(fen);
  });
});

describe('decimals', () => {
  it('keeps every digit', () => {
    expect(decimalText(92.5, 2)).toBe('92.50');
    expect(decimalText(-1234.125, 3)).toBe('-1,234.125');
    expect(decimalOf('0.1', 2)).toBe('0.1');
    expect(decimalOf('123456789012345.12', 2)).toBe('123456789012345.12');
    expect(decimalOf('1.234', 2)).toBeNull();
    expect(decimalOf('ten', 2)).toBeNull();
  });
});
