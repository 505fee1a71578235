import { QueryClient, VueQueryPlugin } from '@tanstack/vue-query';
import { flushPromises, mount } from '@vue/test-utils';
import { html } from 'lit';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createMemoryHistory, createRouter } from 'vue-router';
import type { Catalogue, PanelEntry } from '../api/types';
import { enterDistrict } from '../session';
import { i18n, setLanguage } from '../texts';
import * as loading from './loading';
import { define, Panel } from './panel';
import PanelPlaces from './PanelPlaces.vue';

class Greeting extends Panel {
  override get empty() {
    return this.subject?.id === 2;
  }
  override render() {
    return html`<p>${this.say({ zh: '你好', en: 'Hello' })} ${this.today} ${this.subject?.id}</p>
      <a href=${this.address('pairing.pair', 7)}>7</a>`;
  }
}
define('liufa-test-greeting', Greeting);

const panel = (changes: Partial<PanelEntry> = {}): PanelEntry => ({
  method: 'test',
  id: 'greeting',
  name: { zh: '问候', en: 'Greeting' },
  place: 'record',
  record: 'directory.member',
  module: '/none.js',
  element: 'liufa-test-greeting',
  ...changes,
});

async function shown(panels: PanelEntry[], id = 1) {
  const client = new QueryClient();
  client.setQueryData(['catalogue'], { today: '2026-03-01', panels, records: [], actions: [] } as unknown as Catalogue);
  const router = createRouter({
    history: createMemoryHistory(),
    routes: [{ path: '/:rest(.*)*', component: { template: '<i />' } }],
  });
  const page = mount(PanelPlaces, {
    props: { place: 'record', record: 'directory.member', id },
    global: { plugins: [i18n, router, [VueQueryPlugin, { queryClient: client }]] },
    attachTo: document.body,
  });
  await flushPromises();
  await new Promise((resolve) => setTimeout(resolve, 5));
  return { page, router, drawn: () => (page.find('liufa-test-greeting').element as Greeting).renderRoot };
}

beforeEach(() => {
  enterDistrict('hechuan');
  setLanguage('zh');
});
afterEach(() => {
  vi.restoreAllMocks();
  document.body.replaceChildren();
});

describe('places of panels', () => {
  it('show the panels of this place, each told where it stands', async () => {
    vi.spyOn(loading, 'loadPanel').mockResolvedValue();
    const others = [panel({ id: 'home', place: 'home', record: null }), panel({ id: 'other', record: 'pairing.pair' })];
    const { page, drawn } = await shown([...others, panel()]);
    expect(page.findAll('h2').map((heading) => heading.text())).toEqual(['问候']);
    expect(drawn().querySelector('p')?.textContent).toBe('你好 2026-03-01 1');
    setLanguage('en');
    await flushPromises();
    await (page.find('liufa-test-greeting').element as Greeting).updateComplete;
    expect(drawn().querySelector('p')?.textContent).toBe('Hello 2026-03-01 1');
  });

  it('leave out what has nothing to show', async () => {
    vi.spyOn(loading, 'loadPanel').mockResolvedValue();
    const { page } = await shown([panel()], 2);
    expect(page.find('section').isVisible()).toBe(false);
  });

  it('tell what could not be loaded, and try again under another address', async () => {
    vi.spyOn(console, 'error').mockImplementation(() => {});
    const load = vi.spyOn(loading, 'loadPanel').mockRejectedValueOnce(new Error('broken')).mockResolvedValue();
    const { page, drawn } = await shown([panel()]);
    expect(page.find('[role=alert]').text()).toContain('broken');
    await page.find('[role=alert] button').trigger('click');
    await flushPromises();
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(page.find('[role=alert]').exists()).toBe(false);
    expect(drawn().querySelector('p')?.textContent).toContain('你好');
    expect(load.mock.calls.map((call) => call[1])).toEqual([0, 1]);
  });

  it('open pages in place', async () => {
    vi.spyOn(loading, 'loadPanel').mockResolvedValue();
    const { router, drawn } = await shown([panel()]);
    const pushed = vi.spyOn(router, 'push');
    drawn()
      .querySelector('a')!
      .dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true }));
    expect(pushed).toHaveBeenCalledWith('/hechuan/records/pairing/pair/7');
  });
});
