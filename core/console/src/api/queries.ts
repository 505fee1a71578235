/**
 * What is kept of the host's answers, and under which key, so that a live change throws away just what it concerns:
 * ['catalogue'], ['list', RECORD, query], ['record', RECORD, id], ['history' | 'links' | 'steps', RECORD, id],
 * ['figures', query], ['due', kind, query], ['methods'].
 */
import { keepPreviousData, useQuery } from '@tanstack/vue-query';
import { computed, type MaybeRefOrGetter, toValue } from 'vue';
import { ask, type Query } from './client';
import type { Catalogue, Page, RecordItem, RecordType, Titles } from './types';

export const pathOf = (record: string) => `/records/${record.replace('.', '/')}`;

export function useCatalogue() {
  const query = useQuery({
    queryKey: ['catalogue'],
    queryFn: () => ask<Catalogue>('/catalogue'),
    staleTime: Infinity,
  });
  const catalogue = query.data;
  /** The record types by full id. */
  const types = computed(() => new Map(catalogue.value?.records.map((each) => [each.record, each])));
  const typeOf = (record: string): RecordType | undefined => types.value.get(record);
  return { ...query, catalogue, types, typeOf };
}

/** A page of records with the names of what they refer to. */
export function useList(
  record: MaybeRefOrGetter<string>,
  query: MaybeRefOrGetter<Query>,
  enabled: MaybeRefOrGetter<boolean> = true,
) {
  return useQuery({
    queryKey: computed(() => ['list', toValue(record), toValue(query)]),
    queryFn: ({ signal }) => ask<Page>(pathOf(toValue(record)), { query: { titles: true, ...toValue(query) }, signal }),
    placeholderData: keepPreviousData,
    enabled,
  });
}

/** One record with the names of what it refers to. */
export function useRecord(
  record: MaybeRefOrGetter<string>,
  id: MaybeRefOrGetter<number>,
  enabled: MaybeRefOrGetter<boolean> = true,
) {
  return useQuery({
    queryKey: computed(() => ['record', toValue(record), toValue(id)]),
    queryFn: ({ signal }) =>
      ask<RecordItem & { titles?: Titles }>(`${pathOf(toValue(record))}/${toValue(id)}`, {
        query: { titles: true },
        signal,
      }),
    enabled,
  });
}
