/** What those see first who look after the machine and its log: nothing about persons. */
import { useQuery } from '@tanstack/vue-query';
import { ask } from '../../api/client';
import type { Page, Text } from '../../api/types';
import { addDays } from '../../dates/days';

export interface MethodState {
  id: string;
  name: Text;
  version: string;
  state: string;
  count: number;
  since: string | null;
  reason: { text?: Text } | null;
}

export interface Verification {
  ok: boolean;
  events: number;
  head: string;
  first_bad?: { offset: number; topic: string; at: string; reason: Text };
}

export interface LoggedEvent {
  offset: number;
  at: string;
  actor: string;
  topic: string;
  after: Record<string, unknown> | null;
}

export const useMethods = () => useQuery({ queryKey: ['methods'], queryFn: () => ask<MethodState[]>('/methods') });

export const useDeadLetters = () =>
  useQuery({
    queryKey: ['dead-letters'],
    queryFn: () => ask<{ items: { id: number; method: string }[] }>('/dead-letters'),
  });

export const useDoctor = () =>
  useQuery({ queryKey: ['doctor'], queryFn: () => ask<{ ok: boolean; findings: string[] }>('/doctor') });

/** Reads the whole log: once, and again only when asked. */
export const useVerification = () =>
  useQuery({ queryKey: ['verification'], queryFn: () => ask<Verification>('/verification'), staleTime: Infinity });

export const useRefusals = () =>
  useQuery({
    queryKey: ['events', 'refusal'],
    queryFn: () => ask<{ items: LoggedEvent[] }>('/events', { query: { kind: 'refusal', order: 'newest', limit: 10 } }),
  });

export const useEndingPosts = (today: string) =>
  useQuery({
    queryKey: ['list', 'access.post', 'ending', today],
    queryFn: () =>
      ask<Page>('/records/access/post', {
        query: {
          state: 'granted',
          'ends_on.gte': today,
          'ends_on.lte': addDays(today, 30),
          sort: 'ends_on',
          limit: 50,
          titles: true,
        },
      }),
  });

/** A method in one of these needs somebody. */
export const needsCare = (state: MethodState): boolean => state.state === 'quarantined' || state.state === 'refused';
