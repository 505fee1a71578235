/** What records are called, of several types at once. */
import { useQueries } from '@tanstack/vue-query';
import { computed, type MaybeRefOrGetter, toValue } from 'vue';
import { ask } from './client';
import { pathOf } from './queries';
import type { Page, Titles } from './types';

const most = 200;

/** Names by record type and id; those that can't be seen are missing. */
export function useNames(wanted: MaybeRefOrGetter<ReadonlyMap<string, ReadonlySet<number>>>) {
  const types = computed(() => [...toValue(wanted)].filter(([, ids]) => ids.size > 0));
  const answers = useQueries({
    queries: computed(() =>
      types.value.map(([record, ids]) => {
        const some = [...ids].sort((one, other) => one - other).slice(0, most);
        return {
          queryKey: ['list', record, { names: some }],
          queryFn: ({ signal }: { signal: AbortSignal }) =>
            ask<Page>(pathOf(record), { query: { 'id.in': some.join(','), titles: true, limit: most }, signal }),
          retry: false,
        };
      }),
    ),
  });
  return computed(() => {
    const titles: Titles = {};
    types.value.forEach(([record], index) => {
      titles[record] = answers.value[index]?.data?.titles?.[record] ?? {};
    });
    return titles;
  });
}
