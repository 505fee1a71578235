/** Saved views of one list: records of the host's type work.view, own ones and those that others share. */
import { useQueryClient } from '@tanstack/vue-query';
import { computed } from 'vue';
import { ask } from '../../../api/client';
import { pathOf, useCatalogue, useList } from '../../../api/queries';
import { session } from '../../../session';
import { viewOf, type ListState } from './address';

export interface View {
  id: number;
  version: number;
  name: string;
  query: string;
  columns: string[] | null;
  shared: boolean;
  own: boolean;
}

const type = 'work.view';
const path = pathOf(type);

export function useViews(record: string) {
  const client = useQueryClient();
  const { typeOf } = useCatalogue();
  const possible = computed(() => !!typeOf(type));
  const list = useList(type, { record, state: 'kept', sort: 'name', limit: 500 }, possible);
  const views = computed<View[]>(() =>
    (list.data.value?.items ?? []).map((item) => ({
      id: item.id,
      version: item.version,
      name: String(item.name),
      query: String(item.query ?? ''),
      columns: Array.isArray(item.columns) ? item.columns.map(String) : null,
      shared: item.shared === true,
      own: item.account === session.session?.account,
    })),
  );

  async function change(work: Promise<unknown>): Promise<void> {
    await work;
    await client.invalidateQueries({ queryKey: ['list', type] });
  }
  const keep = (name: string, shared: boolean, state: ListState, columns: string[]) =>
    change(ask(path, { method: 'POST', body: { record, name, shared, ...viewOf({ ...state, columns }) } }));
  const update = (view: View, name: string, shared: boolean) =>
    change(ask(`${path}/${view.id}`, { method: 'PATCH', version: view.version, body: { name, shared } }));
  const remove = (view: View) =>
    change(ask(`${path}/${view.id}/transitions/remove`, { method: 'POST', version: view.version, body: {} }));

  return { possible, views, keep, update, remove };
}
