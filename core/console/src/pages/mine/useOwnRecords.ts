import { useQuery } from '@tanstack/vue-query';
import { ask } from '../../api/client';
import { session } from '../../session';
import type { OwnRecords } from './own';

/** Everything that is recorded about the person who is signed in; not asked for whoever has no record of their own. */
export function useOwnRecords() {
  return useQuery({
    queryKey: ['mine'],
    queryFn: () => ask<OwnRecords>('/my/records', { query: { titles: true } }),
    enabled: session.session?.member != null,
  });
}
