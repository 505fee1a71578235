/** What the host says of methods, and how the page tells it. */
import { useQuery } from '@tanstack/vue-query';
import { computed, toValue, type MaybeRefOrGetter } from 'vue';
import { ask } from '../../../api/client';
import type { ProblemBody } from '../../../api/problem';
import type { Field, Text } from '../../../api/types';

export interface MethodState {
  id: string;
  name: Text;
  summary: Text | null;
  version: string;
  state: 'found' | 'refused' | 'enabled' | 'disabled' | 'quarantined' | 'built_in';
  count: number;
  since: string | null;
  reason: ProblemBody | null;
  /** What its folder holds now. */
  package: { version: string; differs: boolean; problem: ProblemBody | null } | null;
}

export interface Capability {
  word: string;
  kind: 'code' | 'scripts' | 'reads' | 'subscribes' | 'guards';
  of: string;
  name: Text | null;
  granted: boolean;
}

interface Named {
  id: string;
  name: Text;
}

export interface Declaration {
  id: string;
  name: Text;
  summary: Text | null;
  version: string;
  built_in: boolean;
  capabilities: Capability[];
  granted: { at: string; actor: string } | null;
  uses: { method: string; required: boolean }[];
  needed_by: string[];
  records: { record: string; name: Text; steps: Named[] }[];
  actions: Named[];
  figures: Named[];
  reminders: Named[];
  settings: number;
}

export interface Settings {
  fields: Field[];
  values: Record<string, unknown>;
  /** Those that the administrator set. */
  set: Record<string, unknown>;
}

export interface SettingsChange {
  offset: number;
  at: string;
  actor: string;
  before: Record<string, unknown>;
  after: Record<string, unknown>;
  erased: boolean;
}

export interface Packages {
  install: boolean;
  folders: string[];
  items: { id: string; version: string | null; folder: string; problem: ProblemBody | null }[];
}

export const useMethods = () =>
  useQuery({
    queryKey: ['methods', 'with built-in'],
    queryFn: () => ask<MethodState[]>('/methods', { query: { built_in: true } }),
  });

export function useDeclaration(method: MaybeRefOrGetter<string>, enabled: MaybeRefOrGetter<boolean> = true) {
  return useQuery({
    queryKey: computed(() => ['methods', 'declaration', toValue(method)]),
    queryFn: () => ask<Declaration>(`/methods/${toValue(method)}/declaration`),
    enabled: computed(() => toValue(enabled)),
  });
}

export function useSettings(method: MaybeRefOrGetter<string>) {
  return useQuery({
    queryKey: computed(() => ['methods', 'settings', toValue(method)]),
    queryFn: () => ask<Settings>(`/methods/${toValue(method)}/settings/schema`),
  });
}

/** Which check stopped a method, told from the problem's code. */
export function gateOf(code: string): string {
  const exactly: Record<string, string> = {
    'method.hash': 'hash',
    'method.unlisted': 'hash',
    'method.no_library': 'library',
    'method.not_a_library': 'library',
    'method.no_note': 'library',
    'method.no_symbol': 'library',
    'method.descriptor': 'library',
    'method.needs': 'needs',
    'method.references': 'references',
    'method.grants': 'grants',
    'method.start_failed': 'start',
    'method.not_registered': 'start',
    'method.crashed': 'crash',
  };
  if (exactly[code]) return exactly[code];
  const area = code.slice(0, code.indexOf('.'));
  const areas: Record<string, string> = {
    manifest: 'manifest',
    migration: 'data',
    storage: 'data',
    method: 'package',
    package: 'package',
    data: 'package',
  };
  return areas[area] ?? 'other';
}

export const badgeOf = (state: MethodState['state']): string =>
  ({ enabled: 'good', quarantined: 'bad', refused: 'bad', disabled: '', found: '', built_in: '' })[state];

export const mayEnable = (state: MethodState): boolean =>
  state.state === 'found' || state.state === 'disabled' || state.state === 'quarantined';

export const missingOf = (declaration: Declaration | undefined): Capability[] =>
  declaration?.capabilities.filter((each) => !each.granted) ?? [];

/** What changed from one to the other, by setting; what is not there is the default. */
export function differences(change: SettingsChange): { id: string; before: unknown; after: unknown }[] {
  const ids = [...new Set([...Object.keys(change.before), ...Object.keys(change.after)])];
  return ids
    .filter((id) => JSON.stringify(change.before[id]) !== JSON.stringify(change.after[id]))
    .map((id) => ({ id, before: change.before[id], after: change.after[id] }));
}
