/** A workflow as stages on the way: those passed, the present one, those that may come. */
import type { RecordType, State } from '../../../api/types';

export type StageKind = 'passed' | 'present' | 'next' | 'later';

export interface Stage {
  state: State;
  kind: StageKind;
  /** When it was last reached. */
  at: string | null;
}

/**
 * Those passed in the order in which they were first reached, the present one, and what can still be reached in the order
 * in which the method declares its states, the next ones first.
 */
export function stagesOf(
  workflow: NonNullable<RecordType['workflow']>,
  present: string,
  been: { state: string; at: string }[],
): Stage[] {
  const at = new Map(been.map((each) => [each.state, each.at]));
  const next = new Set(workflow.transitions.filter((step) => step.from.includes(present)).map((step) => step.to));
  const reachable = new Set([present]);
  for (let grown = true; grown;) {
    const size = reachable.size;
    for (const step of workflow.transitions) if (step.from.some((from) => reachable.has(from))) reachable.add(step.to);
    grown = reachable.size > size;
  }
  const stage = (id: string, kind: StageKind): Stage[] => {
    const state = workflow.states.find((each) => each.id === id);
    return state ? [{ state, kind, at: at.get(id) ?? null }] : [];
  };
  const ahead = (kind: StageKind, wanted: (id: string) => boolean) =>
    workflow.states.filter((state) => !at.has(state.id) && wanted(state.id)).flatMap((state) => stage(state.id, kind));
  return [
    ...[...at.keys()].filter((id) => id !== present).flatMap((id) => stage(id, 'passed')),
    ...stage(present, 'present'),
    ...ahead('next', (id) => id !== present && next.has(id)),
    ...ahead('later', (id) => id !== present && !next.has(id) && reachable.has(id)),
  ];
}

/** Whether a step is the plain way on: the one to take first, or the only one, and none that leads back. */
export function leadsOn(
  workflow: NonNullable<RecordType['workflow']>,
  present: string,
  been: { state: string }[],
  steps: { to: string }[],
  index: number,
): boolean {
  const back = been.some((each) => each.state === steps[index]?.to);
  return index === 0 && !back && (present === workflow.initial || steps.length === 1);
}
