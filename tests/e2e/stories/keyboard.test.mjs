/** The keyboard alone, in English: sign in, find a record, open it, change it, take a step; the focus is never lost. */
import assert from 'node:assert/strict';
import { arrive, begin, chapter, complaints } from '../story.mjs';

let elsewhere;
let plan;
let urban;
begin([], async ({ district }) => {
  elsewhere = await district.client('office');
  const pair = (await elsewhere.ask('/records/pairing/pair?state=active&limit=1&titles=true')).items[0];
  urban = (await elsewhere.ask(`/records/directory/organisation/${pair.urban}`)).name;
  plan = await elsewhere.ask('/records/pairing/plan', {
    method: 'POST',
    body: { pair: pair.id, year: 2028, goals: '起草' },
  });
  await arrive(null, { as: 'office', language: 'en' });
});

chapter('sign in', async ({ office }, { district }) => {
  const { page } = office;
  await page.goto(district.origin);
  await office.reach(page.getByLabel('Login'));
  await page.keyboard.type('office');
  await office.reach(page.getByLabel('Password'));
  await page.keyboard.type(district.passwords.office);
  await page.keyboard.press('Enter');
  await page.waitForURL(`**/${district.id}`);
  await office.settled();
});

chapter('skip what every page has, into the content', async ({ office }) => {
  const { page } = office;
  await office.open('');
  await page.keyboard.press('Tab');
  await office.reachAndPress(page.getByRole('link', { name: 'Skip to content' }));
  assert.equal(await page.evaluate(() => document.activeElement.id), 'content');
  await page.keyboard.press('Tab');
  assert.ok(await page.evaluate(() => document.getElementById('content').contains(document.activeElement)));
});

chapter('find the list by the navigation, and the record by its list', async ({ office }) => {
  const { page } = office;
  await office.reach(page.getByRole('searchbox', { name: 'Find a page' }), 'Shift+Tab');
  await page.keyboard.type('Yearly plan');
  await office.reachAndPress(page.getByRole('navigation').getByRole('link', { name: 'Yearly plan', exact: true }));
  await office.title('Yearly plan');
  assert.ok(await office.hasFocus(), 'a new page has the focus');
  await office.reach(page.getByRole('searchbox', { name: 'Search' }));
  await page.keyboard.type(urban);
  await page.keyboard.press('Enter');
  const link = page.locator(`main a[href$="/records/pairing/plan/${plan.id}"]`);
  await office.reachAndPress(link);
  await office.inState('Draft');
  assert.ok(await office.hasFocus(), 'a new page has the focus');
});

chapter('change it and save', async ({ office }) => {
  const { page } = office;
  await office.reachAndPress(office.button('Edit'));
  await office.field('Goals').waitFor();
  assert.ok(await office.hasFocus(), 'what is changed has the focus');
  await office.reach(office.field('Goals'));
  await page.keyboard.press('Control+A');
  await page.keyboard.type('Two visits a season');
  await office.reachAndPress(office.button('Save'));
  await page.getByRole('status').getByText('Saved.').waitFor({ state: 'attached' });
  await office.button('Edit').waitFor();
  assert.ok(await office.hasFocus(), 'the focus stays where one was');
  assert.equal((await elsewhere.ask(`/records/pairing/plan/${plan.id}`)).goals, 'Two visits a season');
});

chapter('take a step; its dialog keeps the focus and gives it back', async ({ office }) => {
  const { page } = office;
  const step = office.button('Submit to the rural side', page.getByRole('main'));
  await office.reachAndPress(step);
  const dialog = page.getByRole('dialog');
  await dialog.waitFor();
  for (let pressed = 0; pressed < 8; ++pressed) {
    await page.keyboard.press('Tab');
    assert.ok(
      await dialog.evaluate(
        (element) => element.contains(document.activeElement) || document.activeElement === document.body,
      ),
      'the focus stays in the dialog',
    );
  }
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  assert.ok(await step.evaluate((element) => element === document.activeElement), 'back where one was');
  await page.keyboard.press('Enter');
  await office.reachAndPress(office.button('Confirm: Submit to the rural side', dialog));
  await office.inState('Submitted');
  await dialog.waitFor({ state: 'detached' });
  assert.ok(await office.hasFocus(), 'the focus is on the page still');
  assert.deepEqual(complaints(), []);
});
