/** Photographs every page of the demo district in both languages and both widths: node photograph.mjs [FOLDER] [NAME…]. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { launch, Person, sizes } from './browser.mjs';
import { District } from './host.mjs';
import { byPerson, everyPage } from './pages.mjs';

const [folder = 'photographs', ...names] = process.argv.slice(2);
const district = await District.start(process.env.LIUFA_E2E_DISTRICT ?? 'hechuan');
const browser = await launch();
let taken = 0;
try {
  const people = byPerson(
    (await everyPage(district)).filter((page) => !names.length || names.some((name) => page.name.startsWith(name))),
  );
  for (const [login, pages] of people)
    for (const size of Object.keys(sizes))
      for (const language of ['zh', 'en']) {
        const person = await Person.arrive(browser, district, login, { size, language });
        const target = join(folder, size, language);
        mkdirSync(target, { recursive: true });
        for (const { name, path } of pages) {
          await person.open(path);
          await person.page.waitForTimeout(400);
          await person.page.screenshot({ path: join(target, `${name}.png`), fullPage: true });
          const wide = await person.page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
          if (wide) console.log(`${size}/${language}/${name}: wider than the window`);
          ++taken;
        }
        for (const complaint of person.complaints) console.log(`${size}/${language} ${login}: ${complaint}`);
        await person.leave();
      }
} finally {
  await browser.close();
  await district.stop();
}
console.log(`${taken} photographs in ${folder}`);
