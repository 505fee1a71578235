/** What a picker of records finds and how it names what is chosen. */
import { useQuery } from '@tanstack/vue-query';
import { computed, ref, watch, type Ref } from 'vue';
import { ask } from '../../api/client';
import { pathOf, useCatalogue, useRecord } from '../../api/queries';
import type { Field, Page, RecordItem, Titles } from '../../api/types';
import { fieldOf, targetOf, titleFrom } from '../../values/fields';
import { titleOf, valueText } from '../../values/text';

const pause = 200;
const most = 20;
/** What tells apart records of the same name: the superior, the organisation, the code. */
const telling = ['parent', 'organisation', 'code', 'state'];

export interface Reference {
  field: Field;
  /** An id; a text is a code that only the host can look up. */
  modelValue: number | string | null;
  titles?: Titles;
}

export function useReference(props: Reference, open: Ref<boolean>) {
  const { typeOf } = useCatalogue();
  const record = computed(() => targetOf(props.field));
  const type = computed(() => typeOf(record.value));
  const typed = ref('');
  const sought = ref('');
  const picked = ref(new Map<number, string>());

  const known = (id: number) => picked.value.get(id) ?? titleFrom(props.titles, record.value, id);
  /** Chosen, but named nowhere yet: from a draft, or from the address. */
  const unnamed = computed(() => typeof props.modelValue === 'number' && !known(props.modelValue));
  const own = useRecord(record, () => Number(props.modelValue), unnamed);
  const name = computed(() => {
    const value = props.modelValue;
    if (value === null || value === '') return '';
    if (typeof value === 'string') return value;
    const item = unnamed.value ? own.data.value : undefined;
    if (item && type.value) return titleOf(type.value, item, item.titles);
    return known(value) ?? (own.isFetching.value ? '' : `#${value}`);
  });

  let timer: ReturnType<typeof setTimeout> | undefined;
  watch(typed, (text) => {
    clearTimeout(timer);
    timer = setTimeout(() => (sought.value = text === name.value ? '' : text.trim()), pause);
  });
  const found = useQuery({
    queryKey: computed(() => ['list', record.value, { pick: sought.value, kinds: props.field.kinds }]),
    queryFn: ({ signal }) =>
      ask<Page>(pathOf(record.value), {
        query: {
          q: sought.value || undefined,
          'kind.in': props.field.kinds.length ? props.field.kinds.join(',') : undefined,
          limit: most,
          titles: true,
        },
        signal,
      }),
    enabled: open,
  });

  function beside(item: RecordItem): string {
    const given = type.value;
    if (!given) return '';
    return telling
      .flatMap((id) => {
        const field = given.title.includes(id) ? undefined : fieldOf(given, id);
        return field ? valueText(field, item[id], found.data.value?.titles) : [];
      })
      .filter(Boolean)
      .slice(0, 2)
      .join(' · ');
  }
  const choices = computed(() =>
    (found.data.value?.items ?? []).map((item) => ({
      id: item.id,
      title: type.value ? titleOf(type.value, item, found.data.value?.titles) : `#${item.id}`,
      beside: beside(item),
    })),
  );

  /** So that what was chosen has its name when the choices are gone. */
  function remember(value: unknown): void {
    const choice = choices.value.find((each) => each.id === value);
    if (choice) picked.value.set(choice.id, choice.title);
  }
  return { typed, sought, searching: found.isFetching, name, choices, remember };
}
