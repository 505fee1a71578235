/** One list: its state in the address, its page of records, how many there are, and the way back through its pages. */
import { keepPreviousData, useQuery } from '@tanstack/vue-query';
import { computed } from 'vue';
import { useRoute, useRouter } from 'vue-router';
import { ask } from '../../../api/client';
import { pathOf, useList } from '../../../api/queries';
import type { Page, RecordType } from '../../../api/types';
import { changed, pageSize, readAddress, requestOf, selectionOf, writeAddress, type ListState } from './address';
import { useNarrow } from '../../../components/useNarrow';
import { columnsOf } from './columns';

/** Which page came before: a cursor only leads on. Known for as long as the console is open. */
const before = new Map<string, Pick<ListState, 'cursor' | 'first'>>();

export function useRecordList(type: RecordType) {
  const route = useRoute();
  const router = useRouter();
  const state = computed(() => readAddress(route.query));
  const columns = computed(() => columnsOf(type, state.value.columns));
  const narrow = useNarrow();

  /** The address it gives becomes a new entry of the browser's history, or takes the present one's place. */
  function go(changes: Partial<ListState>, replace = false): void {
    const query = writeAddress(changed(state.value, changes));
    void router[replace ? 'replace' : 'push']({ name: 'list', params: route.params, query });
  }

  const page = useList(type.record, () => requestOf(state.value, pageSize(narrow.value)));
  /** Apart from the page: counting a large list must not hold up reading it. */
  const counted = useQuery({
    queryKey: computed(() => ['list', type.record, { counts: selectionOf(state.value) }]),
    queryFn: ({ signal }) =>
      ask<Page>(pathOf(type.record), { query: { ...selectionOf(state.value), count: true, limit: 1 }, signal }),
    placeholderData: keepPreviousData,
  });

  const place = (cursor: string) =>
    `${type.record} ${JSON.stringify(selectionOf(state.value))} ${state.value.sort} ${cursor}`;
  const back = computed(() => (state.value.cursor ? before.get(place(state.value.cursor)) : undefined));

  function next(): void {
    const cursor = page.data.value?.next;
    if (!cursor) return;
    const { cursor: present, first } = state.value;
    before.set(place(cursor), { cursor: present, first });
    go({ cursor, first: first + page.data.value!.items.length });
  }
  /** To the page before if it is known, else to the first. */
  function previous(): void {
    go(back.value ?? {});
  }

  const filtered = computed(() => !!state.value.q || Object.keys(state.value.filters).length > 0);
  return {
    state,
    columns,
    narrow,
    go,
    page,
    count: computed(() => counted.data.value?.count),
    back,
    next,
    previous,
    filtered,
  };
}

export type RecordListState = ReturnType<typeof useRecordList>;
