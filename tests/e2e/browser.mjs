/** Debian's Chromium, without a window and without a word to any address outside. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

const switches = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export const sizes = { office: { width: 1366, height: 768 }, phone: { width: 360, height: 740 } };

/** `port`: where other tools may steer the browser too. */
export async function openBrowser({ port } = {}) {
  const profile = mkdtempSync(join(tmpdir(), 'liufa-browser-'));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: port ? [...switches, `--remote-debugging-port=${port}`] : switches,
    viewport: sizes.office,
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
  });
  return {
    context,
    async close() {
      await context.close();
      rmSync(profile, { recursive: true, force: true });
    },
  };
}

/** A name as a whole, with or without the star of what is required. */
const named = (name) => new RegExp(`^\\s*${name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}\\s*(\\*|$)`);

/**
 * Somebody at their own browser, signed in by the page. What the page logs as an error, or refuses by its
 * Content-Security-Policy, is kept in `complaints`; every address that was asked for in `addresses`.
 */
export class Person {
  complaints = [];
  addresses = [];
  #underway = new Set();

  static async arrive(browser, district, login, { size = 'office', language = 'zh', dark = false } = {}) {
    const person = new Person();
    person.context = await browser.newContext({
      viewport: sizes[size],
      locale: language === 'en' ? 'en-GB' : 'zh-CN',
      timezoneId: 'Asia/Shanghai',
      colorScheme: dark ? 'dark' : 'light',
      acceptDownloads: true,
    });
    person.district = district;
    person.language = language;
    person.page = await person.context.newPage();
    person.page.setDefaultTimeout(15_000);
    person.#watch();
    if (login) await person.signIn(login);
    return person;
  }

  #watch() {
    const { page } = this;
    page.on('pageerror', (error) => this.complaints.push(`${error}`));
    page.on('console', (message) => {
      if (message.type() === 'error' && !/status of (4\d\d)/.test(message.text())) this.complaints.push(message.text());
    });
    page.on('request', (request) => {
      this.addresses.push(request.url());
      // The live stream goes on for as long as the page is open.
      if (request.resourceType() !== 'eventsource') this.#underway.add(request);
    });
    for (const end of ['requestfinished', 'requestfailed']) page.on(end, (request) => this.#underway.delete(request));
  }

  /** As everybody does, by the page; `password` where it is another than the one of one's own. */
  async signIn(login, password = this.district.passwords[login]) {
    const { page, district } = this;
    await page.goto(`${district.origin}/${district.id}/sign-in`);
    await page.locator('#sign-in-login').fill(login);
    await page.locator('#sign-in-password').fill(password);
    await page.locator('form button.primary').click();
    await page.waitForURL((url) => !url.pathname.endsWith('/sign-in'));
    await this.settled();
  }

  async open(path) {
    await this.page.goto(`${this.district.origin}/${this.district.id}${path}`);
    await this.settled();
  }

  /** Until nothing loads any more; the live stream never ends, so the network is never idle. */
  async settled() {
    await this.page.locator('main h1').first().waitFor();
    await this.page.waitForFunction(() => !document.querySelector('[role=status].loading'));
  }

  /** Until nothing is asked for any more, and what was answered is drawn. */
  async quiet() {
    for (let calm = 0; calm < 3; calm = this.#underway.size ? 0 : calm + 1)
      await this.page.evaluate(() => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 20))));
  }

  /** Chinese or English, as this person reads. */
  say(zh, en) {
    return this.language === 'en' ? en : zh;
  }

  button(name, within = this.page) {
    return within.getByRole('button', { name, exact: true });
  }

  /** What is filled in under a name. */
  field(name, within = this.page) {
    return within.getByLabel(named(name));
  }

  /** Types into fields by their names, or chooses; leaving each, as one does by the tab key. */
  async fill(values, within = this.page) {
    for (const [name, value] of Object.entries(values)) {
      const input = this.field(name, within);
      if ((await input.evaluate((element) => element.localName)) === 'select') await input.selectOption(value);
      else await input.fill(value);
      await input.press('Tab');
    }
  }

  /** Seeks among the records that a field can name, and takes the first that is called so. */
  async pick(name, sought, title = sought, within = this.page) {
    const input = this.field(name, within);
    await input.click();
    await input.fill(sought);
    await within.getByRole('option', { name: title }).first().click();
  }

  /** By the navigation: opens a method's part of it, then one of its lists. */
  async go(method, list) {
    const navigation = this.page.getByRole('navigation', { name: this.say('菜单', 'Menu') });
    const entry = navigation.getByRole('link', { name: list, exact: true });
    if (!(await entry.isVisible())) await navigation.locator('summary', { hasText: method }).click();
    await entry.click();
    await this.title(list);
  }

  /** The page that is open is called so. */
  async title(name) {
    await this.page.getByRole('main').getByRole('heading', { level: 1, name }).waitFor();
  }

  /** An action of the method whose page is open: opens its form, which `prepare` fills in, starts it and waits for its end. */
  async act(name, prepare = async () => {}) {
    const card = this.page.locator('details', { has: this.page.getByRole('heading', { name, exact: true }) });
    if ((await card.getAttribute('open')) === null) await card.locator('summary').first().click();
    await prepare(card);
    await this.button(this.say('开始', 'Start'), card).click();
    await card.getByText(this.say('已完成。', 'Done.'), { exact: true }).waitFor();
    return card;
  }

  /** Takes a step of the workflow of the record that is open. */
  async step(name, values = {}) {
    await this.button(name, this.page.getByRole('main')).click();
    const dialog = this.page.getByRole('dialog');
    await this.fill(values, dialog);
    await this.button(this.say(`确认${name}`, `Confirm: ${name}`), dialog).click();
    await dialog.waitFor({ state: 'detached' });
  }

  /** The state as the head of the record tells it. */
  async inState(name) {
    await this.page.locator('.page-head .badge', { hasText: name }).waitFor();
  }

  /** Goes on by a key until something has the focus. */
  async reach(target, key = 'Tab') {
    await target.waitFor();
    const reached = () => target.evaluate((element) => element === element.getRootNode().activeElement);
    for (let pressed = 0; !(await reached()); ++pressed) {
      if (pressed > 150) throw new Error(`${target} is never reached by ${key}`);
      await this.page.keyboard.press(key);
    }
  }

  /** Presses what something is reached by the keyboard with. */
  async reachAndPress(target, key = 'Enter') {
    await this.reach(target);
    await this.page.keyboard.press(key);
  }

  /** Whether the focus is anywhere: whoever lost it starts from the top of the page. */
  async hasFocus() {
    return this.page.evaluate(() => document.activeElement !== null && document.activeElement !== document.body);
  }

  async leave() {
    await this.context.close();
  }
}

/** A browser whose people each have a context of their own. */
export async function launch() {
  return chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: switches });
}
