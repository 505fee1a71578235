/** Who is signed in, where, and in which language they read. */
import { computed, reactive, readonly } from 'vue';
import { ask, connect } from './api/client';
import { Problem } from './api/problem';
import type { Session } from './api/types';

interface State {
  district: string;
  session: Session | null;
  /** The session has ended while a page was open: what is typed stays, the sign-in lies over it. */
  ended: boolean;
}

const state = reactive<State>({ district: '', session: null, ended: false });
let goOn: (() => void)[] = [];

export const session = readonly(state);
export const roles = computed(() => state.session?.roles ?? []);
/** Whether the person works with records at all; administrators of the machine see no personal data. */
export const readsRecords = computed(() => roles.value.some((role) => role !== 'admin' && role !== 'security'));

function take(given: Session): void {
  state.session = given;
  state.ended = false;
  connect({ proof: given.csrf });
  const waiting = goOn;
  goOn = [];
  for (const each of waiting) each();
}

export function enterDistrict(district: string): void {
  if (state.district !== district) state.session = null;
  state.district = district;
  connect({
    district,
    signInAgain: () => {
      state.ended = true;
      return new Promise((resolve) => goOn.push(resolve));
    },
  });
}

/** Takes up the session of the browser's cookie; false if there is none. */
export async function resume(): Promise<boolean> {
  try {
    take(await ask<Session>('/session'));
    return true;
  } catch (error) {
    if (error instanceof Problem && error.status === 401) return false;
    throw error;
  }
}

export async function signIn(login: string, password: string, code?: string): Promise<void> {
  take(await ask<Session>('/session', { method: 'POST', body: { login, password, code: code || undefined } }));
}

/** Whoever has a first password changes it before anything else. */
export async function changePassword(old: string, fresh: string): Promise<void> {
  await ask('/password', { method: 'POST', body: { old, new: fresh } });
  take(await ask<Session>('/session'));
}

export async function signOut(): Promise<void> {
  try {
    await ask('/session', { method: 'DELETE' });
  } finally {
    state.session = null;
    connect({ proof: null });
    // What was typed and not saved belongs to whoever has gone.
    for (const key of Object.keys(sessionStorage)) if (key.startsWith('draft:')) sessionStorage.removeItem(key);
  }
}
