/** Lighthouse finds home and a list of 10,000 records quick, usable by all and soundly built: 95 or more of 100 each. */
import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import { after, before, test } from 'node:test';
import lighthouse from 'lighthouse';
import { openBrowser, Person } from './browser.mjs';
import { District } from './host.mjs';

const categories = ['performance', 'accessibility', 'best-practices'];
const least = 0.95;
const members = 10_000;

let district;
let browser;
let port;
let person;

function freePort() {
  return new Promise((done) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port: found } = server.address();
      server.close(() => done(found));
    });
  });
}

/** As an office does it: by a file, through the importer. */
async function importMembers() {
  const office = await district.client('office');
  const { items } = await office.ask('/records/directory/organisation?kind=branch&limit=50');
  let csv = 'code,name,organisation,kind\n';
  for (let i = 0; i < members; ++i) csv += `L${i},党员${i},${items[i % items.length].code},organ\n`;
  const answer = await fetch(`${district.origin}/api/v1/districts/${district.id}/records/directory/member/import`, {
    method: 'POST',
    headers: { Cookie: office.cookie, 'X-CSRF-Token': (await office.ask('/session')).csrf, 'Content-Type': 'text/csv' },
    body: csv,
  });
  assert.equal(answer.status, 200, await answer.text());
}

before(async () => {
  district = await District.start();
  await importMembers();
  port = await freePort();
  browser = await openBrowser({ port });
  person = new Person();
  person.context = browser.context;
  person.page = await browser.context.newPage();
  person.district = district;
  await person.signIn('office');
});
after(async () => {
  await browser?.close();
  await district?.stop();
});

for (const [name, path] of [
  ['home', ''],
  ['a list of 10,000 records', '/records/directory/member'],
])
  test(`Lighthouse on ${name}`, async () => {
    const address = `${district.origin}/${district.id}${path}`;
    const found = await lighthouse(address, {
      port,
      onlyCategories: categories,
      disableStorageReset: true,
      logLevel: 'silent',
      formFactor: 'desktop',
      screenEmulation: { mobile: false, width: 1366, height: 768, deviceScaleFactor: 1, disabled: false },
      throttling: { rttMs: 40, throughputKbps: 10_240, cpuSlowdownMultiplier: 1 },
    });
    assert.equal(found.lhr.runtimeError, undefined);
    assert.equal(found.lhr.finalDisplayedUrl, address, 'it was the page itself, signed in');
    for (const category of categories) {
      const { score, auditRefs } = found.lhr.categories[category];
      const lost = auditRefs
        .map(({ id }) => found.lhr.audits[id])
        .filter((audit) => audit.score !== null && audit.score < 0.9)
        .map((audit) => `${audit.id}: ${audit.displayValue ?? audit.title}`);
      console.log(`${name}: ${category} ${Math.round(score * 100)}`);
      assert.ok(score >= least, `${category} ${Math.round(score * 100)}: ${lost.join('; ')}`);
    }
  });
