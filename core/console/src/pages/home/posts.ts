/** What the posts of the person mean for what they see first. */
import { useQueries } from '@tanstack/vue-query';
import { computed, type MaybeRefOrGetter, toValue } from 'vue';
import { ask } from '../../api/client';
import type { Post } from '../../api/types';

/** Whose posts are all over one part of the tree sees that part first; null: the whole of what they may see. */
export function ownOrganisation(posts: readonly Post[]): number | null {
  const reading = posts.filter((post) => post.role !== 'admin' && post.role !== 'security' && post.role !== 'member');
  if (reading.some((post) => post.organisation === null)) return null;
  return reading[0]?.organisation ?? null;
}

/** Posts over the whole district: only these administer, grant and audit. */
export const holdsWhole = (posts: readonly Post[], role: string): boolean =>
  posts.some((post) => post.role === role && post.organisation === null);

/** Names of organisations, by id. */
export function useOrganisationNames(ids: MaybeRefOrGetter<readonly number[]>) {
  const answers = useQueries({
    queries: computed(() =>
      [...new Set(toValue(ids))].map((id) => ({
        queryKey: ['title', 'directory.organisation', id],
        queryFn: () => ask<{ name: string }>(`/records/directory/organisation/${id}`).then((found) => found.name),
        staleTime: Infinity,
        retry: false,
      })),
    ),
  });
  return computed(() => {
    const all = [...new Set(toValue(ids))];
    return new Map(all.map((id, index) => [id, answers.value[index]?.data]));
  });
}
