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

/**
 * Somebody at their own browser, signed in by the page. What the page logs as an error, or refuses by its
 * Content-Security-Policy, is kept in `complaints`.
 */
export class Person {
  complaints = [];

  static async arrive(browser, district, login, { size = 'office', language = 'zh' } = {}) {
    const person = new Person();
    person.context = await browser.newContext({
      viewport: sizes[size],
      locale: language === 'en' ? 'en-GB' : 'zh-CN',
      timezoneId: 'Asia/Shanghai',
      acceptDownloads: true,
    });
    person.district = district;
    person.page = await person.context.newPage();
    person.page.setDefaultTimeout(15_000);
    person.page.on('pageerror', (error) => person.complaints.push(`${error}`));
    person.page.on('console', (message) => {
      if (message.type() === 'error' && !/status of (4\d\d)/.test(message.text()))
        person.complaints.push(message.text());
    });
    if (login) await person.signIn(login);
    return person;
  }

  async signIn(login) {
    const { page, district } = this;
    await page.goto(`${district.origin}/${district.id}/sign-in`);
    await page.locator('#sign-in-login').fill(login);
    await page.locator('#sign-in-password').fill(district.passwords[login]);
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

  async leave() {
    await this.context.close();
  }
}

/** A browser whose people each have a context of their own. */
export async function launch() {
  return chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: switches });
}
