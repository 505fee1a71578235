/** Something done by a button: while it runs, what came of it, what went wrong. */
import { ref } from 'vue';

export function useAct() {
  const busy = ref(false);
  const problem = ref<unknown>(null);
  /** Said to everybody, also to those who listen to the page. */
  const told = ref('');

  /** `work` answers with what is to be said, or nothing. True if it went well. */
  async function act(work: () => Promise<string | void>): Promise<boolean> {
    if (busy.value) return false;
    busy.value = true;
    problem.value = null;
    told.value = '';
    try {
      told.value = (await work()) ?? '';
      return true;
    } catch (error) {
      problem.value = error;
      return false;
    } finally {
      busy.value = false;
    }
  }
  return { busy, problem, told, act };
}
