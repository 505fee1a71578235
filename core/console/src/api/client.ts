/** Requests to one district's API. Everything that leaves the page goes through `ask`. */
import { connectionLost, Problem, problemOf } from './problem';

export type Query = Record<string, string | number | boolean | null | undefined>;

export interface Ask {
  method?: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  /** Sent as JSON; a Blob or File as it is. */
  body?: unknown;
  /** Null and undefined are left out. */
  query?: Query;
  headers?: Record<string, string>;
  /** The version of the record that is changed: If-Match. */
  version?: number | string;
  signal?: AbortSignal;
}

interface Connection {
  district: string;
  proof: string | null;
  language: string;
  /** Called when the session has ended; resolves when somebody has signed in again, so that the request goes on. */
  signInAgain: () => Promise<void>;
}

const connection: Connection = {
  district: '',
  proof: null,
  language: 'zh-CN',
  signInAgain: () => Promise.reject(new Error('nobody is signed in')),
};

export function connect(changes: Partial<Connection>): void {
  Object.assign(connection, changes);
}

export function address(path: string, query: Query = {}): string {
  const given = new URLSearchParams();
  for (const [name, value] of Object.entries(query))
    if (value !== null && value !== undefined) given.set(name, String(value));
  const search = given.toString();
  const base = `/api/v1/districts/${encodeURIComponent(connection.district)}${path}`;
  return search ? `${base}${base.includes('?') ? '&' : '?'}${search}` : base;
}

/** Names a write, so that sending it once more after a lost answer does nothing twice. */
function key(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** What an upload carries; it is sent from elsewhere, to tell how far it is. */
export function uploadHeaders(): Headers {
  const headers = new Headers({ 'Accept-Language': connection.language, 'Idempotency-Key': key() });
  if (connection.proof) headers.set('X-CSRF-Token', connection.proof);
  return headers;
}

/** Waits until somebody has signed in again. */
export const signInAgain = () => connection.signInAgain();

async function send(path: string, ask: Ask, headers: Headers): Promise<Response> {
  if (connection.proof) headers.set('X-CSRF-Token', connection.proof);
  const body = ask.body === undefined || ask.body instanceof Blob ? ask.body : JSON.stringify(ask.body);
  try {
    return await fetch(address(path, ask.query), {
      method: ask.method ?? 'GET',
      headers,
      body: body as BodyInit | undefined,
      signal: ask.signal,
    });
  } catch (error) {
    if (ask.signal?.aborted) throw error;
    throw connectionLost();
  }
}

/** Whether nobody is signed in any more. A wrong one-time code is answered alike, but the session goes on. */
async function hasEnded(answer: Response): Promise<boolean> {
  return answer.status === 401 && (await problemOf(answer.clone())).code !== 'session.code';
}

/** The raw answer, if it is a success. Throws Problem. An ended session waits for the next sign-in and goes on. */
export async function answerOf(path: string, ask: Ask = {}): Promise<Response> {
  const headers = new Headers({ 'Accept-Language': connection.language, ...ask.headers });
  if (ask.version !== undefined) headers.set('If-Match', `"${ask.version}"`);
  const writes = ask.method === 'POST' || ask.method === 'PATCH';
  if (writes && ask.query?.dry_run === undefined && !headers.has('Idempotency-Key'))
    headers.set('Idempotency-Key', key());
  let answer = await send(path, ask, headers);
  if (path !== '/session' && (await hasEnded(answer))) {
    await connection.signInAgain();
    answer = await send(path, ask, headers);
  }
  if (!answer.ok) throw await problemOf(answer);
  return answer;
}

/** The answer's JSON. Throws Problem. */
export async function ask<T>(path: string, given: Ask = {}): Promise<T> {
  return (await (await answerOf(path, given)).json()) as T;
}

export { Problem };
