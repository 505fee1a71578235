import { useQuery } from '@tanstack/vue-query';
import { ask } from '../../api/client';

export interface OwnSession {
  id: number;
  created_at: string;
  used_at: string;
  address: string;
  agent: string;
  this: boolean;
}

export interface AccessToken {
  id: number;
  name: string;
  access: 'read' | 'write';
  methods: string[];
  expires_on: string;
  created_at: string;
}

export interface Delegation {
  id: number;
  role: string;
  organisation: number | null;
  login: string;
  name: string;
  starts_on: string;
  ends_on: string;
  reason: string;
}

const listOf = <T>(name: string) =>
  useQuery({ queryKey: [name], queryFn: () => ask<{ items: T[] }>(`/${name}`).then((answer) => answer.items) });

export const useSessions = () => listOf<OwnSession>('sessions');
export const useTokens = () => listOf<AccessToken>('tokens');
export const useDelegations = () => listOf<Delegation>('delegations');
