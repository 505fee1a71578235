/**
 * A story in chapters, each a test, on a demo district of its own. A later chapter builds on the earlier ones: after a failure
 * the rest is left out. LIUFA_PHOTOGRAPHS=FOLDER: what everybody's page looked like when it failed.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { launch, Person } from './browser.mjs';
import { District } from './host.mjs';

/** Whom and what the story is about; there once it has begun. */
export const stage = { district: null, browser: null, people: {} };

let failed = '';

/**
 * Begins the story: its people sign in at browsers of their own. `logins` by the names they have in the story;
 * `configuration`: of the host, as in config/liufa.yaml.
 */
export function begin(logins, prepare = async () => {}, { configuration = '' } = {}) {
  before(async () => {
    stage.district = await District.start('hechuan', configuration);
    stage.browser = await launch();
    for (const login of logins) await arrive(login);
    await prepare(stage);
  });
  after(async () => {
    await stage.browser?.close();
    await stage.district?.stop();
  });
}

/** Somebody comes later, or once more; null: who has not signed in yet. */
export async function arrive(login, { as = login, ...options } = {}) {
  const person = await Person.arrive(stage.browser, stage.district, login, options);
  stage.people[as] = person;
  return person;
}

/** What no page had to complain of. */
export const complaints = () => Object.values(stage.people).flatMap((person) => person.complaints);

export function chapter(name, work) {
  test(name, async (context) => {
    if (failed) return context.skip(`“${failed}” failed before`);
    try {
      await work(stage.people, stage);
    } catch (error) {
      failed = name;
      await photograph(name).catch(() => {});
      throw error;
    }
  });
}

async function photograph(name) {
  const folder = process.env.LIUFA_PHOTOGRAPHS;
  if (!folder) return;
  mkdirSync(folder, { recursive: true });
  for (const [who, { page }] of Object.entries(stage.people))
    await page.screenshot({ path: join(folder, `${name.replaceAll(/\W+/g, '-')}.${who}.png`), fullPage: true });
}
