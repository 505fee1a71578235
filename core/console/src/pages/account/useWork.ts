import { ref } from 'vue';
import { i18n } from '../../texts';

/** One thing after another: busy while it runs, then either what went wrong or what is told. */
export function useWork() {
  const busy = ref(false);
  const problem = ref<unknown>(null);
  const told = ref('');

  async function attempt(work: () => Promise<unknown>, done?: string): Promise<boolean> {
    busy.value = true;
    problem.value = null;
    told.value = '';
    try {
      await work();
      if (done) told.value = i18n.global.t(done);
      return true;
    } catch (error) {
      problem.value = error;
      return false;
    } finally {
      busy.value = false;
    }
  }
  return { busy, problem, told, attempt };
}
