/** What a panel asks of the host beyond a single request: whole lists, runs of actions, steps of a workflow. */
import { ask, type Query } from '../api/client';
import { Problem } from '../api/problem';
import type { Page, RecordItem, Run, Titles } from '../api/types';

const pageSize = 500;
/** More is not for a page to show at once; `more` then says that there is more. */
export const mostRecords = 2000;

export interface Records {
  items: RecordItem[];
  titles: Titles;
  more: boolean;
}

const pathOf = (record: string) => `/records/${record.replace('.', '/')}`;

/** All records that the query selects, page by page, with the names of what they refer to. */
export async function allRecords(record: string, query: Query = {}, signal?: AbortSignal): Promise<Records> {
  const found: Records = { items: [], titles: {}, more: false };
  let cursor: string | null = null;
  do {
    const page: Page = await ask<Page>(pathOf(record), {
      query: { titles: true, limit: pageSize, ...query, cursor },
      signal,
    });
    found.items.push(...page.items);
    for (const [type, names] of Object.entries(page.titles ?? {}))
      found.titles[type] = { ...found.titles[type], ...names };
    cursor = page.next;
  } while (cursor && found.items.length < mostRecords && query.limit === undefined);
  found.more = cursor !== null;
  return found;
}

export interface Progress {
  done: number;
  total: number;
  note: string;
}

/** How long the host may hold an answer back until a run has ended. */
const patience = { Prefer: 'wait=1' };

async function cancel(run: Run): Promise<void> {
  await ask(`/runs/${run.id}/cancel`, { method: 'POST' }).catch(() => {});
}

/** Runs an action of a method to its end. Throws its Problem. An aborted signal cancels the run. */
export async function runAction(
  method: string,
  action: string,
  input: object = {},
  onProgress?: (progress: Progress) => void,
  signal?: AbortSignal,
): Promise<unknown> {
  let run = await ask<Run>(`/actions/${method}/${action}`, { method: 'POST', body: input, headers: patience });
  while (run.state === 'running') {
    if (signal?.aborted) await cancel(run);
    else onProgress?.({ done: run.done, total: run.total, note: run.note });
    run = await ask<Run>(`/runs/${run.id}`, { headers: patience });
  }
  if (run.state === 'done') return run.result;
  if (run.problem) throw new Problem(run.problem);
  throw new Problem({
    status: 0,
    code: 'action.cancelled',
    text: { zh: '已取消，没有写入任何数据。', en: 'Cancelled; nothing was written.' },
  });
}

/** Takes a record through a step of its workflow. Throws Problem. */
export function takeStep(record: string, id: number, transition: string, values: object = {}): Promise<RecordItem> {
  return ask<RecordItem>(`${pathOf(record)}/${id}/transitions/${transition}`, { method: 'POST', body: values });
}
