/** What others change appears without a reload: the host's events throw away what this page keeps of its answers. */
import type { QueryClient } from '@tanstack/vue-query';
import { address } from './client';

export interface LiveChange {
  record: string;
  /** Null: many of them, computed anew together. */
  id: number | null;
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

/** After the host refused (no place, nobody signed in). What was only lost the browser takes up by itself. */
const triedAgain = 30_000;

export function followLive(client: QueryClient): () => void {
  let source: EventSource | undefined;
  const changed = new Map<string, Set<number>>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let trying: ReturnType<typeof setTimeout> | undefined;

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
  const readAnew = () => {
    void client.invalidateQueries();
    for (const listener of resetListeners) listener();
  };

  const follow = (again: boolean) => {
    source = new EventSource(address('/live'));
    if (again) source.addEventListener('open', readAnew, { once: true });
    source.addEventListener('error', () => {
      if (source?.readyState !== EventSource.CLOSED) return;
      clearTimeout(trying);
      trying = setTimeout(() => follow(true), triedAgain);
    });
    source.addEventListener('change', (event) => {
      const change = JSON.parse((event as MessageEvent<string>).data) as LiveChange;
      const ids = changed.get(change.record) ?? new Set();
      changed.set(change.record, change.id === null ? ids : ids.add(change.id));
      timer ??= setTimeout(refresh, gathering);
      for (const listener of listeners) listener(change);
    });
    source.addEventListener('model', () => {
      for (const kind of ['catalogue', 'methods', 'steps', 'figures', 'due'])
        void client.invalidateQueries({ queryKey: [kind] });
    });
    source.addEventListener('reset', readAnew);
  };

  follow(false);
  return () => {
    clearTimeout(timer);
    clearTimeout(trying);
    source?.close();
  };
}
