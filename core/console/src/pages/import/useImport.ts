/**
 * One import: a file is tried as often as it takes, and what was tried last is imported. The file's content is taken when it
 * is chosen, so that what is imported is what was tried, whatever becomes of the file meanwhile.
 */
import { computed, ref, shallowRef, watch } from 'vue';
import { answerOf } from '../../api/client';
import { Problem } from '../../api/problem';
import { pathOf } from '../../api/queries';
import { useRun } from '../../api/runs';
import type { Run } from '../../api/types';
import { both } from '../../values/words';
import type { ImportReport } from './report';

export type Stage = 'choose' | 'trying' | 'tried' | 'committing' | 'done';

export function useImport(record: string) {
  const { run, problem: runProblem, start, cancel } = useRun(`import/${record}`);
  const name = ref('');
  const content = shallowRef<Blob | null>(null);
  const report = shallowRef<ImportReport | null>(null);
  /** How many rows were refused when an earlier file was tried. */
  const refusedBefore = ref<number | null>(null);
  const problem = ref<unknown>(null);
  const cancelled = ref(false);
  /** The host's clock when the import began. */
  const began = ref('');
  const committing = ref(false);

  const stage = computed<Stage>(() => {
    if (run.value?.state === 'running') return committing.value ? 'committing' : 'trying';
    if (!report.value) return 'choose';
    return report.value.dry_run ? 'tried' : 'done';
  });

  watch(run, (now) => {
    if (!now || now.state === 'running') return;
    if (now.state === 'done') report.value = now.result as ImportReport;
    else if (now.state === 'cancelled') cancelled.value = true;
    else problem.value = now.problem ? new Problem(now.problem) : now.state;
  });

  async function begin(trial: boolean): Promise<void> {
    problem.value = null;
    cancelled.value = false;
    committing.value = !trial;
    try {
      await start(async () => {
        const answer = await answerOf(`${pathOf(record)}/import`, {
          method: 'POST',
          body: content.value,
          query: { dry_run: trial || undefined, background: true },
        });
        began.value = new Date(answer.headers.get('Date') ?? Date.now()).toISOString();
        return (await answer.json()) as Run;
      });
    } catch (error) {
      problem.value = error;
    }
  }

  async function choose(file: File): Promise<void> {
    refusedBefore.value = report.value?.dry_run ? report.value.refused : null;
    report.value = null;
    name.value = file.name;
    try {
      content.value = new Blob([await file.arrayBuffer()]);
    } catch {
      content.value = null;
      problem.value = new Problem({
        status: 0,
        code: 'import.unreadable',
        text: both('import.unreadable', { name: file.name }),
      });
      return;
    }
    await begin(true);
  }

  function again(): void {
    report.value = null;
    content.value = null;
    refusedBefore.value = null;
    problem.value = null;
    name.value = '';
  }

  return {
    run,
    problem: computed(() => problem.value ?? runProblem.value),
    stage,
    name,
    report,
    refusedBefore,
    cancelled,
    began,
    hasFile: computed(() => content.value !== null),
    choose,
    commit: () => begin(false),
    cancel,
    again,
  };
}

export type Import = ReturnType<typeof useImport>;
