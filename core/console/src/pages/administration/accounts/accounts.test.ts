import { beforeEach, expect, test, vi } from 'vitest';
import { make, nothingMade } from './accounts';

const ask = vi.hoisted(() => vi.fn());
vi.mock('../../../api/client', () => ({ ask }));
beforeEach(() => ask.mockReset());

const wanted = { fields: { login: 'li', name: '李' }, post: { role: 'office' }, withPassword: true };

test('an account, its post, and a password that is seen once', async () => {
  ask.mockResolvedValueOnce({ id: 7 }).mockResolvedValueOnce({ id: 9 }).mockResolvedValueOnce({ password: 'secret' });
  const made = nothingMade();
  await make(wanted, made);
  expect(made).toEqual({ account: { id: 7 }, post: true, password: 'secret' });
  expect(ask.mock.calls.map(([path]) => path)).toEqual([
    '/records/access/account',
    '/records/access/post',
    '/accounts/7/password',
  ]);
  expect(ask.mock.calls[1]![1].body).toEqual({ role: 'office', account: 7 });
});

test('what is done is not done again after a refusal', async () => {
  const made = nothingMade();
  ask.mockResolvedValueOnce({ id: 7 }).mockRejectedValueOnce(new Error('refused'));
  await expect(make(wanted, made)).rejects.toThrow('refused');
  expect(made).toEqual({ account: { id: 7 }, post: false, password: null });
  ask.mockResolvedValueOnce({ id: 9 }).mockResolvedValueOnce({ password: 'secret' });
  await make({ ...wanted, post: { role: 'secretary', organisation: 3 } }, made);
  expect(made.password).toBe('secret');
  expect(ask.mock.calls.filter(([path]) => path === '/records/access/account')).toHaveLength(1);
});

test('neither post nor password unless they are wanted', async () => {
  ask.mockResolvedValueOnce({ id: 7 });
  await make({ ...wanted, post: null, withPassword: false }, nothingMade());
  expect(ask).toHaveBeenCalledTimes(1);
});
