import { html } from 'lit';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { connect } from '../api/client';
import { define, Panel, type PanelState } from './panel';

const answer = (body: unknown, status = 200) =>
  new Response(JSON.stringify(body), { status, headers: { 'Content-Type': 'application/json' } });

let reads = 0;
let failing: Error | null = null;

class Counted extends Panel {
  static override watches = ['pairing.pair'];
  override async refresh() {
    reads += 1;
    if (failing) throw failing;
  }
  override render() {
    if (this.subject?.id === 13) throw new Error('cannot draw 13');
    return html`<p>${this.say({ zh: '好', en: 'Good' })} ${this.subject?.id}</p>
      <a href=${this.address('pairing.pair', 7)}>7</a>`;
  }
}
define('liufa-test-counted', Counted);

function shown(changes: Partial<Counted> = {}) {
  const panel = document.createElement('liufa-test-counted') as Counted;
  const states: PanelState[] = [];
  panel.addEventListener('liufa-state', (event) => states.push((event as CustomEvent<PanelState>).detail));
  Object.assign(
    panel,
    { district: 'hechuan', language: 'zh', subject: { record: 'directory.member', id: 3 } },
    changes,
  );
  document.body.append(panel);
  return { panel, states };
}

const settled = () => new Promise((resolve) => setTimeout(resolve, 5));
const textOf = (panel: Panel) => panel.renderRoot.querySelector('p')?.textContent;

beforeEach(() => {
  reads = 0;
  failing = null;
  connect({ district: 'hechuan' });
});
afterEach(() => {
  document.body.replaceChildren();
  vi.restoreAllMocks();
});

describe('a panel', () => {
  it('reads before it draws, and draws again in the other language without reading', async () => {
    const { panel, states } = shown();
    expect(textOf(panel)).toBeUndefined();
    await settled();
    expect(textOf(panel)).toBe('好 3');
    expect(states.map((each) => each.loading)).toEqual([true, false]);
    panel.language = 'en';
    await panel.updateComplete;
    expect(textOf(panel)).toBe('Good 3');
    expect(reads).toBe(1);
  });

  it('reads anew for another record', async () => {
    const { panel } = shown();
    await settled();
    panel.subject = { record: 'directory.member', id: 4 };
    await settled();
    expect(textOf(panel)).toBe('好 4');
    expect(reads).toBe(2);
  });

  it('tells what it could not read, and goes on when asked again', async () => {
    failing = new Error('no');
    const { panel, states } = shown();
    await settled();
    expect(states.at(-1)).toEqual({ loading: false, problem: failing, empty: false });
    failing = null;
    await panel.reload();
    await panel.updateComplete;
    expect(states.at(-1)).toEqual({ loading: false, problem: null, empty: false });
    expect(textOf(panel)).toBe('好 3');
  });

  it('tells what it could not draw', async () => {
    const { states } = shown({ subject: { record: 'directory.member', id: 13 } });
    await settled();
    expect(String(states.at(-1)?.problem)).toContain('cannot draw 13');
  });

  it('is read once at a time, and once more for what came meanwhile', async () => {
    const { panel } = shown();
    void panel.reload();
    void panel.reload();
    void panel.reload();
    await settled();
    expect(reads).toBe(2);
  });

  it('opens the console’s own pages in place', async () => {
    const { panel } = shown();
    await settled();
    const opened = vi.fn();
    panel.addEventListener('liufa-open', (event) => opened((event as CustomEvent<string>).detail));
    panel.renderRoot.querySelector('a')!.click();
    panel.open('/records/pairing/pair');
    expect(opened.mock.calls).toEqual([['/hechuan/records/pairing/pair/7'], ['/hechuan/records/pairing/pair']]);
  });
});

describe('what a panel asks', () => {
  it('puts the pages of a list together', async () => {
    const { panel } = shown();
    const pages = [
      { items: [{ id: 1 }], next: 'two', titles: { 'directory.member': { 1: '甲' } } },
      { items: [{ id: 2 }], next: null, titles: { 'directory.member': { 2: '乙' } } },
    ];
    const asked = vi.spyOn(globalThis, 'fetch').mockImplementation(async () => answer(pages.shift()));
    const found = await panel.records('pairing.pair', { state: 'active' });
    expect(found.items.map((each) => each.id)).toEqual([1, 2]);
    expect(found.titles).toEqual({ 'directory.member': { 1: '甲', 2: '乙' } });
    expect(found.more).toBe(false);
    expect(asked.mock.calls.map((call) => String(call[0]))).toEqual([
      '/api/v1/districts/hechuan/records/pairing/pair?titles=true&limit=500&state=active',
      '/api/v1/districts/hechuan/records/pairing/pair?titles=true&limit=500&state=active&cursor=two',
    ]);
  });

  it('follows a run to its result', async () => {
    const { panel } = shown();
    const states = [
      answer({ id: 'r', state: 'running', done: 1, total: 3, note: '' }, 202),
      answer({ id: 'r', state: 'done', done: 3, total: 3, note: '', result: { matched: 3 } }),
    ];
    vi.spyOn(globalThis, 'fetch').mockImplementation(async () => states.shift()!);
    const told = vi.fn();
    expect(await panel.run('pairing', 'match', {}, told)).toEqual({ matched: 3 });
    expect(told).toHaveBeenCalledWith({ done: 1, total: 3, note: '' });
  });

  it('cancels a run when told so', async () => {
    const { panel } = shown();
    const stop = new AbortController();
    const paths: string[] = [];
    vi.spyOn(globalThis, 'fetch').mockImplementation(async (path) => {
      paths.push(String(path).split('hechuan')[1]!);
      if (paths.length === 1) return answer({ id: 'r', state: 'running', done: 0, total: 0, note: '' }, 202);
      return answer({ id: 'r', state: 'cancelled', done: 0, total: 0, note: '' });
    });
    stop.abort();
    await expect(panel.run('pairing', 'match', {}, undefined, stop.signal)).rejects.toMatchObject({
      code: 'action.cancelled',
    });
    expect(paths).toEqual(['/actions/pairing/match', '/runs/r/cancel', '/runs/r']);
  });
});
