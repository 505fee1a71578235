import type { ProblemBody } from '../../../api/problem';
import type { Text } from '../../../api/types';

export interface Refused {
  name: Text;
  reason: Text;
}

/** Those of the named that are refused as things stand. */
export function refusedOf(steps: { name: Text; refused?: ProblemBody | undefined }[]): Refused[] {
  return steps.flatMap(({ name, refused }) => (refused ? [{ name, reason: refused.text }] : []));
}

/** Each reason once, with all that it stands in the way of, in the order in which they come. */
export function byReason(refused: Refused[]): { reason: Text; steps: Refused[] }[] {
  const reasons = new Map<string, Refused[]>();
  for (const each of refused) reasons.set(each.reason.zh, [...(reasons.get(each.reason.zh) ?? []), each]);
  return [...reasons.values()].map((steps) => ({ reason: steps[0]!.reason, steps }));
}
