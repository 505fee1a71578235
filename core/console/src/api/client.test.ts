import { afterEach, describe, expect, it, vi } from 'vitest';
import { ask, connect } from './client';
import { Problem } from './problem';

const answer = (status: number, code: string) =>
  new Response(JSON.stringify({ status, code, text: { zh: '一', en: 'one' } }), { status });

afterEach(() => vi.unstubAllGlobals());

describe('requests', () => {
  it('wait for the next sign-in when the session has ended, and go on', async () => {
    const answers = [answer(401, 'session.ended'), new Response('{"ok":true}')];
    vi.stubGlobal(
      'fetch',
      vi.fn(() => Promise.resolve(answers.shift())),
    );
    const again = vi.fn(() => Promise.resolve());
    connect({ district: 'd', signInAgain: again });
    expect(await ask('/todo')).toEqual({ ok: true });
    expect(again).toHaveBeenCalledOnce();
  });
  it('do not take a wrong one-time code for the end of a session', async () => {
    vi.stubGlobal(
      'fetch',
      vi.fn(() => Promise.resolve(answer(401, 'session.code'))),
    );
    const again = vi.fn(() => Promise.resolve());
    connect({ district: 'd', signInAgain: again });
    const problem = await ask('/second-factor', { method: 'DELETE', body: { code: '1' } }).catch(
      (error: unknown) => error,
    );
    expect(problem).toBeInstanceOf(Problem);
    expect((problem as Problem).code).toBe('session.code');
    expect(again).not.toHaveBeenCalled();
  });
});
