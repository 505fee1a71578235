/** A member sees what is recorded, objects to what is wrong, and sees the secretary's answer. */
import assert from 'node:assert/strict';
import { begin, chapter, complaints } from '../story.mjs';

const born = '1980-01-02';

begin(['member', 'secretary']);

const objections = (person) => person.page.getByRole('region', { name: '我的异议' });

chapter('a member sees what is recorded and objects', async ({ member }, { district }) => {
  const { page } = member;
  const { records } = await (await district.client('member')).ask('/my/records');
  const recorded = records.find((each) => each.record === 'directory.member').items[0].born_on.slice(0, 4);
  assert.notEqual(recorded, born.slice(0, 4));
  await page.getByRole('navigation', { name: '菜单' }).getByRole('link', { name: '关于我' }).click();
  await member.title('关于我');
  const entry = page.getByRole('region', { name: '我的登记信息' });
  await entry.getByText(recorded).first().waitFor();
  await entry.getByRole('button', { name: /^提出异议/ }).click();
  const dialog = page.getByRole('dialog', { name: /提出异议/ });
  await dialog.getByLabel('哪一项有误').selectOption('出生日期');
  await dialog.getByText(new RegExp(`^现为：${recorded}`)).waitFor();
  await dialog.getByLabel('有什么不对').fill('身份证上是一九八〇年一月二日。');
  await dialog.getByLabel('应当是').fill(born);
  await dialog
    .getByLabel('佐证材料')
    .setInputFiles({ name: '证明.txt', mimeType: 'text/plain', buffer: Buffer.from('证明') });
  await member.button('提交', dialog).click();
  await page.getByRole('status').getByText('异议已提交').waitFor();
  await objections(member).getByText('已提交').waitFor();
  await entry.getByText('已提异议，待答复').waitFor();
});

chapter('the secretary is told at once and answers', async ({ secretary }) => {
  const { page } = secretary;
  await page
    .getByRole('main')
    .getByRole('link', { name: /身份证上是/ })
    .click();
  await secretary.inState('已提交');
  await page.getByText('身份证上是一九八〇年一月二日。').first().waitFor();
  await secretary.step('更正', { 答复: '已核对身份证，予以更正。' });
  await secretary.inState('已更正');
});

chapter('the member sees the answer where the page is open', async ({ member }, { district }) => {
  await objections(member).getByText('已更正').waitFor();
  await objections(member).getByText('答复：已核对身份证，予以更正。').waitFor();
  await member.page.getByRole('region', { name: '我的登记信息' }).getByText('1980').first().waitFor();
  const client = await district.client('office');
  const { about, subject } = (await client.ask('/records/privacy/objection?sort=-id&limit=1')).items[0];
  assert.equal(about, 'directory.member');
  assert.equal((await client.ask(`/records/directory/member/${subject}`)).born_on, born);
  assert.deepEqual(complaints(), []);
});

chapter('of others nothing is seen', async ({ member }, { district }) => {
  const { items } = await (await district.client('office')).ask('/records/directory/member?sort=-id&limit=1');
  await member.open(`/records/directory/member/${items[0].id}`);
  await member.title('没有这一页');
});
