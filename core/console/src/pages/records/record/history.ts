/** The events of a record in words. */
import type { Field, HistoryItem, RecordType, Text, Titles } from '../../../api/types';
import { language } from '../../../texts';
import { actorText } from '../../../values/actor';
import { fieldOf, isEmpty } from '../../../values/fields';
import { isInternal, isOtherLanguage, shortText } from '../../../values/shown';
import { both } from '../../../values/words';

export interface Change {
  field: Field;
  before: string;
  after: string;
}

export interface Deed {
  offset: number;
  at: string;
  actor: string;
  /** What was done: created, changed, or the step that was taken. */
  name: Text;
  /** From one state to another, if the step led on. */
  state: { before: string | null; after: string } | null;
  changes: Change[];
  note: Text | null;
}

/** The step that an event stands for: the one between its states, if there are several the one that is called alike. */
function stepOf(type: RecordType, event: string, item: HistoryItem): Text | undefined {
  const steps = type.workflow?.transitions ?? [];
  const from = item.before?.state;
  const to = item.after?.state;
  const between = steps.filter((step) =>
    to === undefined ? step.from.includes(step.to) : step.to === to && step.from.includes(String(from)),
  );
  const alike = (step: { id: string }) => step.id === event || event.startsWith(step.id.slice(0, 4));
  return (between.find(alike) ?? (to === undefined ? steps.find(alike) : between[0]))?.name;
}

function changesIn(type: RecordType, item: HistoryItem, titles?: Titles): Change[] {
  const ids = new Set([...Object.keys(item.before ?? {}), ...Object.keys(item.after ?? {})]);
  return [...ids].flatMap((id) => {
    const field = type.fields.find((each) => each.id === id);
    if (!field || isInternal(type, field)) return [];
    if (isOtherLanguage(type, field, item.after ?? {}, language.value)) return [];
    const [before, after] = [item.before?.[id], item.after?.[id]];
    if (isEmpty(before) && isEmpty(after)) return [];
    return { field, before: shortText(field, before, titles), after: shortText(field, after, titles) };
  });
}

export function deedOf(type: RecordType, item: HistoryItem, titles?: Titles): Deed {
  const event = item.topic.startsWith(`${type.record}.`) ? item.topic.slice(type.record.length + 1) : item.topic;
  const known: Record<string, Text> = {
    created: both('records.wasCreated'),
    updated: both('records.wasUpdated'),
    'field.revealed': both('values.reveal'),
  };
  const deed: Deed = {
    offset: item.offset,
    at: item.at,
    actor: actorText(item.actor),
    name: known[event] ?? stepOf(type, event, item) ?? { zh: event, en: event },
    state: null,
    changes: [],
    note: null,
  };
  if (item.erased) return { ...deed, note: both('records.erased') };
  if (event === 'field.revealed') {
    const fields = (item.after?.fields as string[] | undefined) ?? [];
    const named = (lang: 'zh' | 'en') => fields.map((id) => fieldOf(type, id)?.name[lang] ?? id).join('、');
    const purpose = String(item.after?.purpose ?? '');
    const note = (lang: 'zh' | 'en') => both('records.revealed', { fields: named(lang), purpose })[lang];
    return { ...deed, note: { zh: note('zh'), en: note('en') } };
  }
  const after = item.after?.state;
  if (typeof after === 'string') deed.state = { before: (item.before?.state as string | undefined) ?? null, after };
  return { ...deed, changes: changesIn(type, item, titles) };
}

/** The states that a record has been in, in their order, with when it came there. */
export function visited(items: HistoryItem[]): { state: string; at: string }[] {
  return [...items]
    .sort((one, other) => one.offset - other.offset)
    .flatMap((item) => (typeof item.after?.state === 'string' ? { state: item.after.state, at: item.at } : []));
}
