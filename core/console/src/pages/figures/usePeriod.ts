/** Period and organisation stand in the address, so that what is seen can be sent to a colleague. */
import { computed } from 'vue';
import { useRoute, useRouter } from 'vue-router';
import { useCatalogue } from '../../api/queries';
import { parsePeriod } from './period';

/** The period of an address; the present year unless it is one that the host understands. */
export function periodIn(asked: unknown, today: string): string {
  if (typeof asked !== 'string') return today.slice(0, 4);
  const dates = /^\d{4}-\d{2}-\d{2}\.\.\d{4}-\d{2}-\d{2}$/.test(asked);
  return dates || parsePeriod(asked) ? asked : today.slice(0, 4);
}

export function usePeriod() {
  const route = useRoute();
  const router = useRouter();
  const { catalogue } = useCatalogue();
  const change = (given: Record<string, string | undefined>) =>
    void router.replace({ query: { ...route.query, ...given } });

  const period = computed({
    get: () => periodIn(route.query.period, catalogue.value?.today ?? ''),
    set: (chosen) => change({ period: chosen }),
  });
  const organisation = computed({
    get: () => Number(route.query.organisation) || null,
    set: (id) => change({ organisation: id === null ? undefined : String(id) }),
  });
  const query = computed(() => {
    const given: Record<string, string> = { period: period.value };
    if (organisation.value !== null) given.organisation = String(organisation.value);
    return given;
  });
  return { period, organisation, query, change };
}
