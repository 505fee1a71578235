/** Steps for many records at once. */
import { ask } from '../../../api/client';
import type { ProblemBody } from '../../../api/problem';
import { pathOf } from '../../../api/queries';
import type { Field, RecordItem, RecordType, Transition } from '../../../api/types';

export interface Selected {
  id: number;
  version: number;
  state: string;
  title: string;
}

export interface BulkStep {
  transition: Transition;
  /** Those in a state from which it can be taken. */
  ready: Selected[];
}

export const mostAtOnce = 500;

/** The steps that some of those selected could take, for a person who may take them. */
export function bulkSteps(type: RecordType, selected: Selected[]): BulkStep[] {
  return (type.workflow?.transitions ?? [])
    .filter((transition) => transition.may)
    .map((transition) => ({ transition, ready: selected.filter((each) => transition.from.includes(each.state)) }))
    .filter((step) => step.ready.length > 0);
}

/** The fields that are given with a step, those that it needs first. */
export function stepFields(type: RecordType, step: { needs: string[]; takes: string[] }): Field[] {
  const ids = [...step.needs, ...step.takes.filter((id) => !step.needs.includes(id))];
  return ids.flatMap((id) => type.fields.find((field) => field.id === id) ?? []);
}

export type Fate = { id: number; ok: true; record: RecordItem } | { id: number; ok: false; problem: ProblemBody };

export async function takeAll(
  type: RecordType,
  step: BulkStep,
  values: Record<string, unknown>,
): Promise<(Fate & { title: string })[]> {
  const records = step.ready.map(({ id, version }) => ({ id, version }));
  const { items } = await ask<{ items: Fate[] }>(`${pathOf(type.record)}/bulk/${step.transition.id}`, {
    method: 'POST',
    body: { records, values },
  });
  const titles = new Map(step.ready.map((each) => [each.id, each.title]));
  // What was refused is read first.
  return items
    .map((fate) => ({ ...fate, title: titles.get(fate.id) ?? `#${fate.id}` }))
    .sort((one, other) => Number(one.ok) - Number(other.ok));
}
