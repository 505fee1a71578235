import { keepPreviousData, useQuery } from '@tanstack/vue-query';
import { computed, type MaybeRefOrGetter, toValue } from 'vue';
import { ask, type Query } from '../../api/client';
import type { DueList } from '../../api/types';

/** What is due: to do by me, or in my scope by whomever. */
export function useDue(
  kind: 'todo' | 'calendar' | 'overdue',
  query: MaybeRefOrGetter<Query>,
  enabled: MaybeRefOrGetter<boolean> = true,
) {
  return useQuery({
    queryKey: computed(() => ['due', kind, toValue(query)]),
    queryFn: ({ signal }) => ask<DueList>(`/${kind}`, { query: toValue(query), signal }),
    placeholderData: keepPreviousData,
    enabled: computed(() => toValue(enabled)),
  });
}
