import type { QueryClient } from '@tanstack/vue-query';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { followLive, onChange, onReset } from './live';

class FakeSource extends EventTarget {
  static readonly CLOSED = 2;
  static all: FakeSource[] = [];
  readyState = 1;
  constructor(readonly url: string) {
    super();
    FakeSource.all.push(this);
  }
  close() {
    this.readyState = FakeSource.CLOSED;
  }
  tell(event: string, data: unknown = {}) {
    this.dispatchEvent(new MessageEvent(event, { data: JSON.stringify(data) }));
  }
  refuse() {
    this.readyState = FakeSource.CLOSED;
    this.dispatchEvent(new Event('error'));
  }
}

describe('live changes', () => {
  const invalidateQueries = vi.fn();
  const client = { invalidateQueries } as unknown as QueryClient;
  const keys = () => invalidateQueries.mock.calls.map(([filter]) => (filter as { queryKey?: unknown })?.queryKey);

  beforeEach(() => {
    vi.useFakeTimers();
    vi.stubGlobal('EventSource', FakeSource);
    FakeSource.all = [];
    invalidateQueries.mockClear();
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  it('refresh what was changed, many together, and tell who asked for it', () => {
    const end = followLive(client);
    const told: unknown[] = [];
    const forget = onChange((change) => told.push(change.id));
    const change = { record: 'pairing.pair', topic: 'pairing.pair.confirmed', version: 3 };
    FakeSource.all[0]!.tell('change', { ...change, id: 12 });
    FakeSource.all[0]!.tell('change', { ...change, id: 12 });
    FakeSource.all[0]!.tell('change', { ...change, id: null, version: null });
    expect(keys()).toEqual([]);
    vi.advanceTimersByTime(400);
    expect(keys().filter((key) => JSON.stringify(key) === '["list","pairing.pair"]')).toHaveLength(1);
    expect(keys().filter((key) => (key as string[])[0] === 'record')).toEqual([['record', 'pairing.pair', 12]]);
    expect(told).toEqual([12, 12, null]);
    forget();
    end();
    expect(FakeSource.all[0]!.readyState).toBe(FakeSource.CLOSED);
  });

  it('are asked for again after a refusal, and everything is read anew then', () => {
    const end = followLive(client);
    const reset = vi.fn();
    const forget = onReset(reset);
    FakeSource.all[0]!.dispatchEvent(new Event('error'));
    vi.advanceTimersByTime(60_000);
    expect(FakeSource.all).toHaveLength(1); // lost, not refused: the browser takes it up
    FakeSource.all[0]!.refuse();
    vi.advanceTimersByTime(30_000);
    expect(FakeSource.all).toHaveLength(2);
    expect(reset).not.toHaveBeenCalled();
    FakeSource.all[1]!.dispatchEvent(new Event('open'));
    expect(reset).toHaveBeenCalledOnce();
    FakeSource.all[1]!.refuse();
    end();
    vi.advanceTimersByTime(60_000);
    expect(FakeSource.all).toHaveLength(2);
    forget();
  });
});
