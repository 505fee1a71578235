/**
 * No page of the demo district has a fault that axe-core finds (WCAG 2.2 A and AA, and its best practices), and none is wider
 * than a telephone of 360 px.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { after, before, test } from 'node:test';
import { launch, Person, sizes } from './browser.mjs';
import { District } from './host.mjs';
import { byPerson, everyPage } from './pages.mjs';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

let district;
let browser;
before(async () => {
  district = await District.start(process.env.LIUFA_E2E_DISTRICT ?? 'hechuan');
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await district?.stop();
});

async function faultsOf(page) {
  await page.evaluate(axe);
  const { violations } = await page.evaluate(
    (values) => globalThis.axe.run(document, { runOnly: { type: 'tag', values }, resultTypes: ['violations'] }),
    tags,
  );
  return violations.map(
    (each) =>
      `${each.id} (${each.impact}): ${each.help}\n    ${each.nodes
        .slice(0, 3)
        .map((node) => `${node.target.join(' ')} ${node.failureSummary.split('\n')[1] ?? ''}`)
        .join('\n    ')}`,
  );
}

/** Importing looks alike whatever is imported: a few such pages stand for all. */
function sampled(pages) {
  const imports = pages.filter(({ name }) => name.startsWith('import-')).slice(3);
  return pages.filter((each) => !imports.includes(each));
}

/** What the page says instead of what is meant to be on it. */
async function wrongOn({ page }, name) {
  const title = await page.locator('main h1').first().textContent();
  const problems = await page.getByRole('alert').allTextContents();
  return [
    ...(title === '没有这一页' && name !== 'not-found' ? [title] : []),
    ...problems.filter((text) => text.trim()),
  ];
}

/** What stands out of a narrow window, if the page can be scrolled sideways there. */
async function tooWide({ page }) {
  await page.setViewportSize(sizes.phone);
  const wide = await page.evaluate(async () => {
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
    if (document.documentElement.scrollWidth <= innerWidth) return [];
    return [...document.querySelectorAll('body *')]
      .filter((element) => element.getBoundingClientRect().right > innerWidth + 1)
      .map((element) => `${element.localName}.${element.className} ${element.textContent.trim().slice(0, 40)}`)
      .slice(0, 6);
  });
  await page.setViewportSize(sizes.office);
  return wide;
}

test('axe-core finds nothing on any page', async (t) => {
  const people = byPerson(sampled(await everyPage(district)));
  for (const [login, pages] of people) {
    await t.test(login, async (t) => {
      const person = await Person.arrive(browser, district, login);
      try {
        for (const each of pages)
          await t.test(each.name, async () => {
            await person.open(each.path);
            assert.deepEqual(await wrongOn(person, each.name), []);
            assert.deepEqual(await faultsOf(person.page), []);
            assert.deepEqual(await tooWide(person), [], 'at 360 px nothing is wider than the window');
            assert.deepEqual(person.complaints.splice(0), [], 'the browser had nothing to complain of');
          });
        const dark = pages[0];
        await t.test(`${dark.name}, dark`, async () => {
          await person.page.evaluate(() => localStorage.setItem('theme', 'dark'));
          await person.open(dark.path);
          assert.deepEqual(await faultsOf(person.page), []);
        });
      } finally {
        await person.leave();
      }
    });
  }
});

test('axe-core finds nothing where one signs in', async () => {
  const person = await Person.arrive(browser, district, null);
  await person.page.goto(district.origin);
  await person.page.locator('#sign-in-login').waitFor();
  assert.deepEqual(await faultsOf(person.page), []);
  await person.leave();
});
