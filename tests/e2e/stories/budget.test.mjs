/** The first load is small, asks nobody but the host, and breaks no rule of its Content-Security-Policy. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, Person } from '../browser.mjs';
import { District } from '../host.mjs';

const most = 400_000;

let district;
let browser;
before(async () => {
  district = await District.start();
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await district?.stop();
});

/** Bytes as they come over the network, heads and all, until the page is quiet. */
async function measured(person, work) {
  const tools = await person.context.newCDPSession(person.page);
  const sizes = new Map();
  const names = new Map();
  tools.on('Network.responseReceived', ({ requestId, response }) => names.set(requestId, response.url));
  tools.on('Network.loadingFinished', ({ requestId, encodedDataLength }) =>
    sizes.set(names.get(requestId), encodedDataLength),
  );
  await tools.send('Network.enable');
  await work();
  await person.quiet();
  await tools.detach();
  return [...sizes].sort((one, other) => other[1] - one[1]);
}

for (const login of ['office', 'secretary', 'member', 'admin'])
  test(`the first load for ${login}`, async () => {
    const person = await Person.arrive(browser, district, null);
    await person.page.addInitScript(() =>
      addEventListener('securitypolicyviolation', (event) =>
        console.error(`policy: ${event.violatedDirective} ${event.blockedURI}`),
      ),
    );
    const sizes = await measured(person, () => person.signIn(login));
    const total = sizes.reduce((sum, [, size]) => sum + size, 0);
    console.log(`${login}: ${Math.round(total / 1000)} kB in ${sizes.length} answers`);
    const largest = sizes.slice(0, 8).map(([url, size]) => `${url} ${size}`);
    assert.ok(total < most, `${total} bytes: ${largest.join(', ')}`);
    assert.ok(total > 50_000, 'what was measured is the console');
    assert.deepEqual(
      person.addresses.filter((url) => !url.startsWith(`${district.origin}/`) && !/^(data|blob):/.test(url)),
      [],
    );
    assert.deepEqual(person.complaints, []);
    await person.leave();
  });

test('a second visit takes what does not change from the browser', async () => {
  const person = await Person.arrive(browser, district, 'office');
  await person.quiet();
  const sizes = await measured(person, () => person.open(''));
  const assets = sizes.filter(([url, size]) => url.includes('/assets/') && size > 0);
  assert.deepEqual(assets, []);
  await person.leave();
});
