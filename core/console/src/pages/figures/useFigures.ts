/** Figures with their course, and those that somebody chose for the first page. */
import { keepPreviousData, useQuery } from '@tanstack/vue-query';
import { computed, ref, type MaybeRefOrGetter, toValue } from 'vue';
import { ask, type Query } from '../../api/client';
import type { FigureValue } from '../../api/types';
import { session } from '../../session';

export function useFigures(query: MaybeRefOrGetter<Query>, enabled: MaybeRefOrGetter<boolean> = true) {
  return useQuery({
    queryKey: computed(() => ['figures', toValue(query)]),
    queryFn: ({ signal }) => ask<FigureValue[]>('/figures', { query: toValue(query), signal }),
    placeholderData: keepPreviousData,
    enabled: computed(() => toValue(enabled)),
  });
}

/** Kept in this browser, for each person of each district. */
export function useChosenFigures() {
  const place = `figures:${session.district}:${session.session?.login ?? ''}`;
  let stored: unknown = null;
  try {
    stored = JSON.parse(localStorage.getItem(place) ?? 'null');
  } catch {
    // Not ours: as if nothing was chosen.
  }
  const chosen = ref<string[]>(Array.isArray(stored) ? stored.filter((each) => typeof each === 'string') : []);
  function toggle(key: string) {
    chosen.value = chosen.value.includes(key) ? chosen.value.filter((each) => each !== key) : [...chosen.value, key];
    localStorage.setItem(place, JSON.stringify(chosen.value));
  }
  return { chosen, toggle };
}
