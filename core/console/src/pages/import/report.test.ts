import { expect, test } from 'vitest';
import { csvCell, csvOf, mayCommit, problemsOf, rowsOf, type ImportReport, type RowFate } from './report';

const problem = (code: string, field?: string) => ({ status: 422, code, field, text: { zh: code, en: code } });
const report: ImportReport = {
  record: 'directory.organisation',
  dry_run: true,
  rows: 4,
  created: 1,
  updated: 1,
  unchanged: 1,
  refused: 1,
  items: [
    { line: 2, fate: 'created', title: 'a' },
    { line: 5, fate: 'refused', title: 'd', problems: [problem('record.required', 'name')] },
    { line: 4, fate: 'unchanged', title: 'c' },
    { line: 3, fate: 'updated', title: 'b' },
  ],
};

test('refused rows come first, then all as in the file', () => {
  expect(rowsOf(report, '').map((row) => row.line)).toEqual([5, 2, 3, 4]);
  expect(rowsOf(report, 'updated').map((row) => row.line)).toEqual([3]);
  expect(rowsOf({ ...report, items: undefined }, '')).toEqual([]);
});

test('only a file without refused rows that changes something can be imported', () => {
  expect(mayCommit(report)).toBe(false);
  expect(mayCommit({ ...report, refused: 0 })).toBe(true);
  expect(mayCommit({ ...report, refused: 0, created: 0, updated: 0 })).toBe(false);
});

test('a problem of several parts is told by its parts', () => {
  const row: RowFate = {
    line: 2,
    fate: 'refused',
    title: '',
    problems: [
      { ...problem('record.invalid'), errors: [problem('record.required', 'name'), problem('record.type', 'kind')] },
    ],
  };
  expect(problemsOf(row).map((each) => each.field)).toEqual(['name', 'kind']);
});

test('nothing that is written for a spreadsheet runs in it', () => {
  expect(csvCell('=1+1')).toBe("'=1+1");
  expect(csvCell('-x')).toBe("'-x");
  expect(csvCell('a "b", c')).toBe('"a ""b"", c"');
  expect(csvOf([['行', '@x']])).toBe("\uFEFF行,'@x\r\n");
});
