import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { effectScope } from 'vue';
import { useAskAgain } from './askAgain';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('asks again while somebody looks, and no longer', () => {
  const ask = vi.fn();
  const scope = effectScope();
  scope.run(() => useAskAgain(ask));
  vi.advanceTimersByTime(30_000);
  expect(ask).toHaveBeenCalledTimes(3);

  vi.advanceTimersByTime(600_000);
  const asked = ask.mock.calls.length;
  expect(asked).toBeLessThan(15);
  window.dispatchEvent(new Event('pointermove'));
  vi.advanceTimersByTime(10_000);
  expect(ask).toHaveBeenCalledTimes(asked + 1);

  const visibility = vi.spyOn(document, 'visibilityState', 'get').mockReturnValue('hidden');
  vi.advanceTimersByTime(20_000);
  expect(ask).toHaveBeenCalledTimes(asked + 1);
  visibility.mockRestore();

  scope.stop();
  vi.advanceTimersByTime(20_000);
  expect(ask).toHaveBeenCalledTimes(asked + 1);
});
