import { expect, test } from 'vitest';
import { differences, gateOf, missingOf, type Declaration } from './methods';

test('the gate is told from the problem’s code', () => {
  expect(gateOf('manifest.invalid')).toBe('manifest');
  expect(gateOf('method.hash')).toBe('hash');
  expect(gateOf('method.no_note')).toBe('library');
  expect(gateOf('migration.refused')).toBe('data');
  expect(gateOf('method.grants')).toBe('grants');
  expect(gateOf('method.crashed')).toBe('crash');
  expect(gateOf('something.new')).toBe('other');
});

test('only what changed is told, the default as what is not there', () => {
  const change = {
    offset: 1,
    at: '',
    actor: 'qian',
    before: { a: 1, b: [1, 2], c: 3 },
    after: { a: 1, b: [1, 2, 3], d: false },
    erased: false,
  };
  expect(differences(change)).toEqual([
    { id: 'b', before: [1, 2], after: [1, 2, 3] },
    { id: 'c', before: 3, after: undefined },
    { id: 'd', before: undefined, after: false },
  ]);
});

test('what is not granted yet', () => {
  const capability = (word: string, granted: boolean) => ({ word, kind: 'reads', of: word, name: null, granted });
  const declaration = { capabilities: [capability('a', true), capability('b', false)] } as unknown as Declaration;
  expect(missingOf(declaration).map((each) => each.word)).toEqual(['b']);
  expect(missingOf(undefined)).toEqual([]);
});
