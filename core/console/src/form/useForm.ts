/** A form over a record's fields: what is typed, what is wrong with it, and sending it without ever losing it. */
import { computed, nextTick, onScopeDispose, ref, toValue, useId, watch, type MaybeRefOrGetter } from 'vue';
import { Problem } from '../api/problem';
import type { Field, Text } from '../api/types';
import { isEmpty } from '../values/fields';
import { missing, type Raw } from '../values/raw';
import { draftOf, forgetDraft, keepDraft } from './drafts';
import { edited, rawIn, valuesOf, type Edits, type Values } from './edits';

export interface FormOptions {
  fields: MaybeRefOrGetter<Field[]>;
  /** What is stored; null: something new. */
  original: MaybeRefOrGetter<(Values & { version?: number }) | null>;
  /** Under which what is typed is kept; null: not at all. */
  draft?: string | null;
  /** Asks the host whether it would take the values, without doing anything. */
  tryOut?: (values: Values, signal: AbortSignal) => Promise<unknown>;
}

const pause = 400;

export function useForm(options: FormOptions) {
  const id = useId();
  const edits = ref<Edits>({});
  const touched = ref(new Set<string>());
  const refused = ref(new Map<string, Text[]>());
  const problem = ref<unknown>(null);
  const busy = ref(false);
  /** When what was restored had been typed, and whether the record has changed since. */
  const restored = ref<{ at: string; stale: boolean } | null>(null);

  const fields = computed(() => toValue(options.fields));
  const original = computed(() => toValue(options.original));
  const dirty = computed(() => Object.keys(edits.value).length > 0);
  const inputId = (field: Field) => `${id}-${field.id}`;
  const raw = (field: Field) => rawIn(field, edits.value, original.value);

  /** What this page can tell is wrong by itself. */
  const local = computed(() => {
    const { problems } = valuesOf(fields.value, edits.value);
    for (const field of fields.value) if (field.required && isEmpty(raw(field))) problems.set(field.id, [missing()]);
    return problems;
  });
  /** What is shown: nothing of a field that nobody has been in yet. */
  const shown = computed(() => {
    const found = new Map<string, Text[]>();
    for (const field of fields.value) {
      const texts = local.value.get(field.id) ?? refused.value.get(field.id);
      if (texts && touched.value.has(field.id)) found.set(field.id, texts);
    }
    return found;
  });

  function set(field: Field, value: Raw) {
    edits.value = edited(edits.value, field, value, original.value);
    if (refused.value.delete(field.id)) refused.value = new Map(refused.value);
    // Nothing is left by choosing from a list; what was chosen can be judged at once.
    if (typeof value !== 'string') left(field);
  }

  let timer: ReturnType<typeof setTimeout> | undefined;
  let asking = new AbortController();
  function left(field: Field) {
    if (!dirty.value && !touched.value.has(field.id)) return;
    touched.value = new Set(touched.value).add(field.id);
    clearTimeout(timer);
    if (options.tryOut) timer = setTimeout(() => void tryIt(), pause);
  }
  async function tryIt() {
    if (!options.tryOut || busy.value) return;
    asking.abort();
    const mine = (asking = new AbortController());
    try {
      await options.tryOut(valuesOf(fields.value, edits.value).values, mine.signal);
      if (!mine.signal.aborted) refused.value = new Map();
    } catch (error) {
      // No answer says nothing about what was typed.
      if (!mine.signal.aborted && error instanceof Problem && error.status) refused.value = error.byField();
    }
  }

  async function focusFirstWrong() {
    await nextTick();
    const first = fields.value.find((field) => shown.value.has(field.id));
    if (first) document.getElementById(inputId(first))?.focus();
  }

  /** Sends what was changed. Nothing typed is lost if it is refused: undefined is returned, and the first wrong field has the focus. */
  async function send<T>(work: (values: Values) => Promise<T>): Promise<T | undefined> {
    touched.value = new Set(fields.value.map((field) => field.id));
    problem.value = null;
    asking.abort();
    clearTimeout(timer);
    if (local.value.size) {
      await focusFirstWrong();
      return undefined;
    }
    busy.value = true;
    try {
      const answer = await work(valuesOf(fields.value, edits.value).values);
      reset();
      return answer;
    } catch (error) {
      problem.value = error;
      if (error instanceof Problem) refused.value = error.byField();
      return undefined;
    } finally {
      busy.value = false;
      if (problem.value) await focusFirstWrong();
    }
  }

  function reset() {
    edits.value = {};
    touched.value = new Set();
    refused.value = new Map();
    problem.value = null;
    restored.value = null;
    if (options.draft) forgetDraft(options.draft);
  }

  function restore() {
    const draft = options.draft ? draftOf(options.draft) : null;
    if (!draft) return;
    edits.value = draft.edits;
    restored.value = { at: draft.at, stale: draft.version !== (original.value?.version ?? null) };
  }
  restore();
  watch(edits, (now) => {
    if (!options.draft) return;
    const open = fields.value.filter((field) => !field.sensitive && now[field.id]).map((field) => field.id);
    keepDraft(options.draft, {
      at: new Date().toISOString(),
      version: original.value?.version ?? null,
      edits: Object.fromEntries(open.map((each) => [each, now[each]!])),
    });
  });
  onScopeDispose(() => {
    clearTimeout(timer);
    asking.abort();
  });

  return {
    fields,
    original,
    edits,
    dirty,
    raw,
    set,
    left,
    shown,
    refused,
    problem,
    busy,
    restored,
    inputId,
    send,
    reset,
    tryIt,
  };
}

export type Form = ReturnType<typeof useForm>;
