/** Accounts and what the security administrator does with them. */
import { useQuery } from '@tanstack/vue-query';
import { computed, toValue, type MaybeRefOrGetter } from 'vue';
import { ask } from '../../../api/client';
import type { RecordItem } from '../../../api/types';

/** What the account's record does not tell. */
export interface SignIns {
  id: number;
  login: string;
  state: string;
  password: boolean;
  password_due: boolean;
  second_factor: boolean;
  failures: number;
  wait_seconds: number;
  sessions: { created_at: string; used_at: string; address: string; agent: string; by_provider: boolean }[];
}

export interface Token {
  id: number;
  name: string;
  access: 'read' | 'write';
  methods: string[];
  expires_on: string;
  created_at: string;
}

export function useSignIns(account: MaybeRefOrGetter<number>) {
  return useQuery({
    queryKey: computed(() => ['account', toValue(account), 'sign-ins']),
    queryFn: () => ask<SignIns>(`/accounts/${toValue(account)}`),
  });
}

export function useTokens(account: MaybeRefOrGetter<number>) {
  return useQuery({
    queryKey: computed(() => ['account', toValue(account), 'tokens']),
    queryFn: () => ask<{ items: Token[] }>(`/accounts/${toValue(account)}/tokens`),
  });
}

/** What is to be made, and how far it has come: each step is done once, whatever happens to a later one. */
export interface NewAccount {
  fields: Record<string, unknown>;
  /** Null: none. */
  post: Record<string, unknown> | null;
  withPassword: boolean;
}
export interface Made {
  account: RecordItem | null;
  post: boolean;
  password: string | null;
}

export const nothingMade = (): Made => ({ account: null, post: false, password: null });

/** Goes on where it stopped; `made` says how far it came also when this throws. */
export async function make(wanted: NewAccount, made: Made): Promise<void> {
  made.account ??= await ask<RecordItem>('/records/access/account', { method: 'POST', body: wanted.fields });
  if (wanted.post && !made.post) {
    await ask('/records/access/post', { method: 'POST', body: { ...wanted.post, account: made.account.id } });
    made.post = true;
  }
  if (wanted.withPassword && made.password === null)
    made.password = (
      await ask<{ password: string }>(`/accounts/${made.account.id}/password`, { method: 'POST' })
    ).password;
}
