/**
 * Photographs every page of the demo district in both languages and both widths:
 * node photograph.mjs [--dark | --print] [FOLDER] [NAME…]; --dark: in the dark, --print: as it leaves the printer, as PDF.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { launch, Person, sizes } from './browser.mjs';
import { District } from './host.mjs';
import { byPerson, everyPage } from './pages.mjs';

const { values: look, positionals } = parseArgs({
  allowPositionals: true,
  options: { dark: { type: 'boolean' }, print: { type: 'boolean' } },
});
const [folder = 'photographs', ...names] = positionals;
// Paper has one width only.
const shown = look.print ? ['office'] : Object.keys(sizes);
const district = await District.start(process.env.LIUFA_E2E_DISTRICT ?? 'hechuan');
const browser = await launch();
let taken = 0;

async function take(person, name, target) {
  if (look.print) {
    await person.page.pdf({ path: join(target, `${name}.pdf`), preferCSSPageSize: true });
    return;
  }
  await person.page.screenshot({ path: join(target, `${name}.png`), fullPage: true });
  const wide = await person.page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
  if (wide) console.log(`${target}/${name}: wider than the window`);
}

try {
  const people = byPerson(
    (await everyPage(district)).filter((page) => !names.length || names.some((name) => page.name.startsWith(name))),
  );
  for (const [login, pages] of people)
    for (const size of shown)
      for (const language of ['zh', 'en']) {
        const person = await Person.arrive(browser, district, login, { size, language, dark: look.dark });
        const target = join(folder, look.print ? 'print' : look.dark ? `dark-${size}` : size, language);
        mkdirSync(target, { recursive: true });
        for (const { name, path } of pages) {
          await person.open(path);
          await person.page.waitForTimeout(400);
          await take(person, name, target);
          ++taken;
        }
        for (const complaint of person.complaints) console.log(`${target} ${login}: ${complaint}`);
        await person.leave();
      }
} finally {
  await browser.close();
  await district.stop();
}
console.log(`${taken} photographs in ${folder}`);
