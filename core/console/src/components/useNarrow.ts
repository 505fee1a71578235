/** Whether the window is as narrow as a telephone, where rows become cards. */
import { onScopeDispose, ref, type Ref } from 'vue';

export function useNarrow(width = 640): Ref<boolean> {
  const query = matchMedia(`(max-width: ${width}px)`);
  const narrow = ref(query.matches);
  const follow = () => (narrow.value = query.matches);
  query.addEventListener('change', follow);
  onScopeDispose(() => query.removeEventListener('change', follow));
  return narrow;
}
