/** How the host is, as it says itself. */
import { useQuery } from '@tanstack/vue-query';
import { useAskAgain } from '../../../api/askAgain';
import { ask } from '../../../api/client';
import type { Text } from '../../../api/types';

export interface Health {
  version: string;
  started_at: string;
  uptime_seconds: number;
  memory_bytes: number;
  disk: { free_bytes: number; total_bytes: number };
  database_bytes: number;
  events: number;
  delivery: { methods: { method: string; lag: number }[]; handled: number; failures: number };
  dead_letters: number;
  requests: { total: number; per_second: number; refused: number; failed: number };
  writes: { done: number; refused: number; commits: number };
  streams?: number;
}

export interface Doctor {
  ok: boolean;
  items: { kind: string; text: Text }[];
}

export interface Backup {
  file: string;
  bytes: number;
  at: string;
}

export function useHealth() {
  const health = useQuery({ queryKey: ['health'], queryFn: () => ask<Health>('/health') });
  useAskAgain(() => health.refetch());
  return health;
}

/** Reads the whole database: only when asked. */
export const useDoctor = () =>
  useQuery({ queryKey: ['doctor', 'items'], queryFn: () => ask<Doctor>('/doctor'), staleTime: Infinity });

export const useBackups = () =>
  useQuery({ queryKey: ['backups'], queryFn: () => ask<{ items: Backup[] }>('/backups') });

/** Less than a twentieth, or than what a day of work may need. */
export function diskIsLow(disk: Health['disk']): boolean {
  return disk.free_bytes < disk.total_bytes / 20 || disk.free_bytes < 1024 ** 3;
}

/** The last part of a path. */
export const nameOf = (file: string): string => file.slice(file.lastIndexOf('/') + 1);

/** A file's name within quotes that a shell takes as they are. */
export const quoted = (text: string): string =>
  /^[\w./@:+-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;

export const restoreCommand = (file: string, district: string): string =>
  `liufa restore ${quoted(file)} --district ${district}`;
