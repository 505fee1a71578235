/** What others change appears without a reload: the host's events throw away what this page keeps of its answers. */
import type { QueryClient } from '@tanstack/vue-query';
import { address } from './client';

export interface LiveChange {
  record: string;
  id: number;
  topic: string;
  version: number | null;
}

type Listener = (change: LiveChange) => void;
const listeners = new Set<Listener>();
const resetListeners = new Set<() => void>();

/** Calls back on every change until the returned function is called. */
export function onChange(listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Calls back when too much was missed to be told one by one: everything may have changed. */
export function onReset(listener: () => void): () => void {
  resetListeners.add(listener);
  return () => resetListeners.delete(listener);
}

/** Many changes at once, from an import say, are one refresh. */
const gathering = 300;

export function followLive(client: QueryClient): () => void {
  const source = new EventSource(address('/live'));
  const changed = new Map<string, Set<number>>();
  let timer: ReturnType<typeof setTimeout> | undefined;

  const refresh = () => {
    timer = undefined;
    for (const [record, ids] of changed) {
      void client.invalidateQueries({ queryKey: ['list', record] });
      for (const kind of ['record', 'history', 'links', 'steps'])
        for (const id of ids) void client.invalidateQueries({ queryKey: [kind, record, id] });
    }
    changed.clear();
    for (const kind of ['figures', 'due']) void client.invalidateQueries({ queryKey: [kind] });
  };

  source.addEventListener('change', (event) => {
    const change = JSON.parse((event as MessageEvent<string>).data) as LiveChange;
    changed.set(change.record, (changed.get(change.record) ?? new Set()).add(change.id));
    timer ??= setTimeout(refresh, gathering);
    for (const listener of listeners) listener(change);
  });
  source.addEventListener('model', () => {
    void client.invalidateQueries({ queryKey: ['catalogue'] });
    void client.invalidateQueries({ queryKey: ['methods'] });
  });
  source.addEventListener('reset', () => {
    void client.invalidateQueries();
    for (const listener of resetListeners) listener();
  });
  return () => {
    clearTimeout(timer);
    source.close();
  };
}
