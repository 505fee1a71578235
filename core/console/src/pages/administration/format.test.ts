import { expect, test } from 'vitest';
import { bytesText, durationText } from './format';

test('sizes', () => {
  expect(bytesText(0)).toBe('0 B');
  expect(bytesText(1023)).toBe('1023 B');
  expect(bytesText(1536)).toBe('1.5 KiB');
  expect(bytesText(300 * 1024 * 1024)).toBe('300 MiB');
  expect(bytesText(5 * 1024 ** 5)).toBe('5120 TiB');
});

test('durations keep their two largest units', () => {
  expect(durationText(0, 'zh')).toBe('0 秒');
  expect(durationText(59, 'en')).toBe('59 s');
  expect(durationText(3_661, 'zh')).toBe('1 小时 1 分');
  expect(durationText(2 * 86_400 + 65, 'en')).toBe('2 d');
  expect(durationText(3_605, 'en')).toBe('1 h');
});
