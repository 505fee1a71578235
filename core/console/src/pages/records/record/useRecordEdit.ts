/** Changing a record in place, and what to do when somebody else has done so meanwhile. */
import { computed, ref, watch } from 'vue';
import { ask } from '../../../api/client';
import { Problem } from '../../../api/problem';
import type { RecordItem, RecordType } from '../../../api/types';
import { draftKey } from '../../../form/drafts';
import { conflicts, type Edits, type Values } from '../../../form/edits';
import { useForm } from '../../../form/useForm';
import type { useRecordPage } from './useRecordPage';

export function useRecordEdit(type: RecordType, id: number, page: ReturnType<typeof useRecordPage>) {
  const { path, item, changeable, history, refresh } = page;
  const editing = ref(false);
  /** Up to which event one knew the record when one began. */
  const known = ref<number | null>(null);
  const merging = ref(false);

  const patch = (values: Values, options: { dry_run?: boolean; signal?: AbortSignal } = {}) =>
    ask<RecordItem>(path, {
      method: 'PATCH',
      body: values,
      version: item.value!.version,
      query: { dry_run: options.dry_run },
      signal: options.signal,
    });
  const form = useForm({
    fields: changeable,
    original: () => item.value ?? null,
    draft: draftKey(type.record, id),
    tryOut: async (values, signal) => {
      if (Object.keys(values).length) await patch(values, { dry_run: true, signal });
    },
  });

  const last = computed(() => Math.max(0, ...(history.data.value?.items ?? []).map((each) => each.offset)));
  const since = computed(() =>
    known.value === null ? [] : (history.data.value?.items ?? []).filter((each) => each.offset > known.value!),
  );
  /** Others' work while one is at it, seen before one saves. */
  const changedMeanwhile = computed(() => editing.value && form.dirty.value && since.value.length > 0);

  function begin() {
    editing.value = true;
    known.value = last.value;
  }
  function end() {
    form.reset();
    editing.value = false;
    merging.value = false;
    known.value = null;
  }
  // A draft that is still there is gone on with.
  watch(
    changeable,
    (fields) => {
      if (!editing.value && form.restored.value && fields.length) begin();
    },
    { immediate: true },
  );
  watch(last, (now) => {
    if (known.value === 0) known.value = now; // the history came after one began
  });

  /** True if it is saved. What others changed in the same fields is decided on first. */
  async function save(): Promise<boolean> {
    if (item.value && conflicts(changeable.value, form.edits.value, item.value).length) {
      merging.value = true;
      return false;
    }
    if (!form.dirty.value) {
      end();
      return true;
    }
    const saved = await form.send((values) => patch(values));
    if (saved) {
      end();
      await refresh();
      return true;
    }
    const problem = form.problem.value;
    if (problem instanceof Problem && problem.code === 'record.stale') {
      await refresh();
      form.problem.value = null;
      merging.value = true;
    }
    return false;
  }

  async function merge(edits: Edits): Promise<boolean> {
    form.edits.value = edits;
    merging.value = false;
    known.value = last.value;
    return save();
  }

  return { editing, form, since, changedMeanwhile, merging, begin, end, save, merge };
}
