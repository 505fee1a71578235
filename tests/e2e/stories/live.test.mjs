/** What colleagues change appears without a reload; two who edit the same record both keep what they typed. */
import assert from 'node:assert/strict';
import { begin, chapter, complaints } from '../story.mjs';

const list = '/records/directory/member';

let elsewhere;
let organisation;
begin(['office', 'secretary'], async ({ district }) => {
  elsewhere = await district.client('office');
  organisation = (await (await district.client('secretary')).ask('/session')).posts[0].organisation;
});

const create = (code, name) =>
  elsewhere.ask(list, { method: 'POST', body: { code, name, organisation, kind: 'organ' } });
const change = async (id, values) => {
  const { version } = await elsewhere.ask(`${list}/${id}`);
  return elsewhere.ask(`${list}/${id}`, { method: 'PATCH', body: values, headers: { 'If-Match': `"${version}"` } });
};

chapter(
  'what a colleague records appears in an open list, and what is changed on an open page',
  async ({ secretary }) => {
    const { page } = secretary;
    await secretary.open(`${list}?sort=-id`);
    await page.evaluate(() => (globalThis.untouched = true));
    const { id } = await create('E2E-1', '新来的同志');
    await page
      .getByRole('link', { name: /新来的同志|E2E-1/ })
      .first()
      .click();
    await secretary.title('新来的同志');
    await change(id, { name: '改名的同志' });
    await secretary.title('改名的同志');
    await page.getByRole('region', { name: '经过' }).getByText('改名的同志').first().waitFor();
    assert.equal(await page.evaluate(() => globalThis.untouched), true, 'the page was never loaded anew');
  },
);

chapter(
  'two edit the same record: one sees the other’s work and decides; nothing is lost',
  async ({ office, secretary }) => {
    const { id } = await create('E2E-2', '董一');
    await secretary.open(`${list}/${id}`);
    await office.open(`${list}/${id}`);
    for (const person of [secretary, office]) await person.button('修改').click();
    await secretary.fill({ 姓名: '董一（书记改）', 入党日期: '2010-07-01' });
    await office.fill({ 姓名: '董一（办公室改）', 出生日期: '1985-05-05' });
    await office.button('保存').click();
    await office.title('董一（办公室改）');

    const { page } = secretary;
    await page.getByRole('status').getByText('修改了本记录').waitFor();
    assert.equal(await secretary.field('姓名').inputValue(), '董一（书记改）', 'what is being typed stays');
    await secretary.button('保存').click();
    const dialog = page.getByRole('dialog', { name: '记录已被他人修改' });
    await dialog.getByText('董一（办公室改）').first().waitFor();
    await dialog.getByRole('group', { name: '姓名' }).getByRole('radio', { name: /^我的/ }).check();
    await secretary.button('合并并保存', dialog).click();
    await dialog.waitFor({ state: 'detached' });
    await secretary.title('董一（书记改）');
    await office.title('董一（书记改）');

    const record = await elsewhere.ask(`${list}/${id}`);
    assert.equal(record.name, '董一（书记改）');
    assert.equal(record.joined_on, '2010-07-01');
    assert.equal(record.born_on, '1985-05-05', 'what the other entered beside is kept');
  },
);

chapter('changes that don’t clash are put together by themselves', async ({ secretary }) => {
  const { id } = await create('E2E-3', '陈三');
  await secretary.open(`${list}/${id}`);
  await secretary.button('修改').click();
  await secretary.fill({ 入党日期: '2011-07-01' });
  await change(id, { born_on: '1990-01-01' });
  await secretary.page.getByRole('status').getByText('修改了本记录').waitFor();
  await secretary.button('保存').click();
  await secretary.button('修改').waitFor();
  const record = await elsewhere.ask(`${list}/${id}`);
  assert.equal(record.joined_on, '2011-07-01');
  assert.equal(record.born_on, '1990-01-01');
  assert.deepEqual(complaints(), []);
});
