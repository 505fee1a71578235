/** The record type that a page's address names. */
import { computed } from 'vue';
import { useRoute } from 'vue-router';
import { useCatalogue } from '../../api/queries';

export function useRecordType() {
  const route = useRoute();
  const { catalogue, typeOf } = useCatalogue();
  const type = computed(() => typeOf(`${String(route.params.method)}.${String(route.params.record)}`));
  const method = computed(() => catalogue.value?.methods.find((each) => each.id === type.value?.method));
  return { catalogue, type, method };
}
