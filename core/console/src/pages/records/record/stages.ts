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
 * The states in the order in which the method declares them; left out are those that were not passed and can't be reached
 * any more. `possible`: where this person can lead it now.
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
  const kindOf = (id: string): StageKind | null => {
    if (id === present) return 'present';
    if (at.has(id)) return 'passed';
    if (next.has(id)) return 'next';
    return reachable.has(id) ? 'later' : null;
  };
  return workflow.states.flatMap((state) => {
    const kind = kindOf(state.id);
    return kind ? { state, kind, at: at.get(state.id) ?? null } : [];
  });
}
