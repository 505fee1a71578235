/**
 * What was typed but not saved, kept for as long as the window is open: a reload, a crash of the page or a way out and back
 * loses nothing. Under the account that typed it; signing out forgets all. Sensitive values are never kept.
 */
import { session } from '../session';
import type { Edits } from './edits';

export interface Draft {
  /** When it was typed. */
  at: string;
  /** The version of the record that was changed. */
  version: number | null;
  edits: Edits;
}

const prefix = 'draft:';

export function draftKey(record: string, id: number | 'new'): string {
  return `${prefix}${session.district}:${session.session?.account ?? 0}:${record}:${id}`;
}

export function draftOf(key: string): Draft | null {
  try {
    const draft = JSON.parse(sessionStorage.getItem(key) ?? 'null') as Draft | null;
    return draft && typeof draft.edits === 'object' ? draft : null;
  } catch {
    return null;
  }
}

export function keepDraft(key: string, draft: Draft): void {
  try {
    if (Object.keys(draft.edits).length) sessionStorage.setItem(key, JSON.stringify(draft));
    else sessionStorage.removeItem(key);
  } catch {
    // No room left: the page itself still holds it.
  }
}

export function forgetDraft(key: string): void {
  sessionStorage.removeItem(key);
}
