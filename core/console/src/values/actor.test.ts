import { expect, it } from 'vitest';
import { setLanguage } from '../texts';
import { actorNamed, actorText } from './actor';

it('says who did it, also where that is nobody with an account', () => {
  setLanguage('zh');
  expect(actorText('wang.li')).toBe('wang.li');
  expect(actorText('local')).toBe('本机命令行');
  expect(actorText('host')).toBe('系统');
  setLanguage('en');
  expect(actorText('local')).toBe('command line of the host');
  expect(actorText('host')).toBe('the system');
  expect(actorText('')).toBe('');
});

it('finds it again by that word, whichever language it is typed in', () => {
  expect(actorNamed('本机命令行')).toBe('local');
  expect(actorNamed('The system')).toBe('host');
  expect(actorNamed('wang.li')).toBe('wang.li');
});
