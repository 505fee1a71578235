/** All that a record's page shows: the record, what may be done with it now, and its history. */
import { useQuery, useQueryClient } from '@tanstack/vue-query';
import { computed, toValue, type MaybeRefOrGetter } from 'vue';
import { ask } from '../../../api/client';
import type { ProblemBody } from '../../../api/problem';
import { pathOf, useRecord } from '../../../api/queries';
import type { Field, HistoryItem, RecordType, Text, Titles } from '../../../api/types';
import words from '../../../texts/records';
import { refusedOf } from './refused';

export interface NextStep {
  id: string;
  name: Text;
  to: string;
  needs: string[];
  takes: string[];
  /** Why it would be refused as things stand; see docs/records.md. */
  refused?: ProblemBody;
}

interface Steps {
  steps: NextStep[];
  update: boolean;
  fields: string[];
  update_refused?: ProblemBody;
}

/** `given` may change under the page: its method is disabled, or brings other fields. */
export function useRecordPage(given: MaybeRefOrGetter<RecordType>, id: number) {
  const type = toValue(given);
  const works = () => toValue(given).active && !type.derived;
  const client = useQueryClient();
  const path = `${pathOf(type.record)}/${id}`;
  const record = useRecord(type.record, id);
  const item = record.data;
  const next = useQuery({
    queryKey: ['steps', type.record, id],
    queryFn: ({ signal }) => ask<Steps>(`${path}/steps`, { query: { tried: true }, signal }),
    enabled: works,
    // What refuses a step can lie in other records, of whose changes this page is not told.
    staleTime: 0,
  });
  const history = useQuery({
    queryKey: ['history', type.record, id],
    queryFn: ({ signal }) =>
      ask<{ items: HistoryItem[]; titles?: Titles }>(`${path}/history`, { query: { titles: true }, signal }),
    enabled: !type.derived,
  });

  const possible = computed(() => (works() && next.data.value) || null);
  /** Those that would be refused last; they stay within reach, as what refuses them may have gone meanwhile. */
  const steps = computed(() =>
    [...(possible.value?.steps ?? [])].sort((one, other) => Number(!!one.refused) - Number(!!other.refused)),
  );
  const refused = computed(() => {
    const { steps = [], update_refused } = possible.value ?? {};
    return refusedOf([{ name: { zh: words.zh.edit, en: words.en.edit }, refused: update_refused }, ...steps]);
  });
  const changeable = computed<Field[]>(() => {
    const allowed = possible.value?.update && !possible.value.update_refused ? possible.value.fields : [];
    return toValue(given).fields.filter((field) => allowed.includes(field.id));
  });

  /** After a change of one's own: at once, not when the host's event arrives. */
  async function refresh(): Promise<void> {
    await Promise.all([
      ...['record', 'steps', 'history', 'links'].map((kind) =>
        client.invalidateQueries({ queryKey: [kind, type.record, id] }),
      ),
      client.invalidateQueries({ queryKey: ['list', type.record] }),
    ]);
  }
  return { path, record, item, steps, refused, changeable, history, refresh };
}
