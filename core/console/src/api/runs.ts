/** Long work on the host: started, followed, cancelled. Known to whoever started it, also after a way to another page. */
import { onScopeDispose, ref, shallowRef } from 'vue';
import { ask } from './client';
import { Problem } from './problem';
import type { Run } from './types';

const soonest = 300;
const latest = 2000;

/** `key`: under which the run is found again when the page is. */
export function useRun(key: string) {
  const run = shallowRef<Run | null>(null);
  const problem = ref<unknown>(null);
  const stored = `run:${key}`;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let over = false;
  onScopeDispose(() => {
    over = true;
    clearTimeout(timer);
  });

  function take(known: Run, wait: number) {
    run.value = known;
    if (known.state !== 'running') return sessionStorage.removeItem(stored);
    sessionStorage.setItem(stored, known.id);
    if (!over) timer = setTimeout(() => void follow(known.id, Math.min(wait * 1.5, latest)), wait);
  }
  async function follow(id: string, wait = soonest) {
    try {
      take(await ask<Run>(`/runs/${id}`), wait);
    } catch (error) {
      // A lost connection does not end the run; a run that is not known any more is over.
      if (error instanceof Problem && error.status === 0 && !over)
        timer = setTimeout(() => void follow(id, latest), latest);
      else sessionStorage.removeItem(stored);
    }
  }

  /** `begin` starts it and answers its first state. */
  async function start(begin: () => Promise<Run>): Promise<void> {
    problem.value = null;
    take(await begin(), soonest);
  }
  async function cancel(): Promise<void> {
    if (!run.value) return;
    try {
      clearTimeout(timer);
      take(await ask<Run>(`/runs/${run.value.id}/cancel`, { method: 'POST' }), soonest);
    } catch (error) {
      problem.value = error;
    }
  }

  const left = sessionStorage.getItem(stored);
  if (left) void follow(left);
  return { run, problem, start, cancel };
}
