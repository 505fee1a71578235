/** The security administrator makes an account with a post; its holder changes the first password and sees just their own. */
import assert from 'node:assert/strict';
import { arrive, begin, chapter, complaints } from '../story.mjs';

const login = 'wang';
const own = 'a-password-of-my-own-9';
const branch = '区委办公室第一党支部';

let first;
begin(['security']);

chapter('the security administrator makes an account with a post and a first password', async ({ security }) => {
  const { page } = security;
  await page.getByRole('navigation', { name: '菜单' }).getByRole('link', { name: '系统管理' }).click();
  await security.button('新建账号').click();
  const dialog = page.getByRole('dialog', { name: '新建账号' });
  await security.fill({ 登录名: login, 姓名: '王书记' }, dialog);
  await security.fill({ 角色: '党组织书记' }, dialog);
  await security.pick('所在组织', branch, branch, dialog);
  await security.fill({ 依据: '支部换届选举' }, dialog);
  await security.button('新建账号', dialog).click();
  const once = page.getByRole('dialog', { name: '首次口令' });
  await once.getByText(login, { exact: true }).waitFor();
  first = (await once.locator('.secret').textContent()).trim();
  assert.match(first, /^[\w-]{12,}$/);
  await security.button('已记下，关闭', once).click();
  await page.getByRole('heading', { level: 2, name: '王书记' }).waitFor();
  await page.getByRole('region', { name: '职务' }).getByText(branch).waitFor();
});

chapter('at the first sign-in the password is changed before anything else', async (_, { district }) => {
  const holder = await arrive(null, { as: login });
  const { page } = holder;
  await page.goto(`${district.origin}/${district.id}`);
  await page.getByLabel('登录名').fill(login);
  await page.getByLabel('口令', { exact: true }).fill(first);
  await holder.button('登录').click();
  await page.getByText('这是首次登录').waitFor();
  await page.getByLabel('新口令', { exact: true }).fill(own);
  await page.getByLabel('再输一次新口令').fill(`${own}!`);
  await holder.button('修改口令').click();
  await page.getByRole('alert').getByText('两次输入的口令不同').waitFor();
  await page.getByLabel('再输一次新口令').fill(own);
  await holder.button('修改口令').click();
  await holder.settled();
  await page.getByRole('link', { name: '王书记' }).waitFor();
});

chapter('whoever manages accounts sees the sign-in without reading the page anew', async ({ security }) => {
  const signIns = security.page.getByRole('region', { name: '登录情况' });
  await signIns.getByText('本人已设').waitFor();
  await signIns.getByRole('row').nth(1).waitFor();
});

chapter('they see their branch', async ({ [login]: holder }) => {
  await holder.go('组织与党员', '党员');
  await holder.page.getByRole('main').getByRole('row').nth(1).waitFor();
  await holder.go('组织与党员', '组织');
  const rows = holder.page.getByRole('main').getByRole('row');
  await rows.nth(1).waitFor();
  assert.equal(await rows.count(), 2, 'a head and one branch');
});

chapter('what they may not see is not there', async ({ [login]: holder, security }, { district }) => {
  const { page } = holder;
  const navigation = page.getByRole('navigation', { name: '菜单' });
  assert.equal(await navigation.getByRole('link', { name: '系统管理' }).count(), 0);
  assert.equal(await navigation.getByText('账号与授权').count(), 0);
  const office = await district.client('office');
  const { items } = await office.ask('/records/directory/member?sort=-id&limit=1');
  for (const path of [`/records/directory/member/${items[0].id}`, '/records/access/account', '/methods/access']) {
    await holder.open(path);
    await holder.title('没有这一页');
  }
  await holder.open('/administration/accounts');
  await page.getByText('这一部分由其他角色管理').waitFor();
  // Nor does whoever manages accounts see any personal data.
  const work = security.page.getByRole('navigation', { name: '菜单' });
  for (const name of ['党员', '指标', '报告'])
    assert.equal(await work.getByRole('link', { name, exact: true }).count(), 0, name);
});

chapter('suspended, they are out at once', async ({ [login]: holder, security }) => {
  await holder.open('');
  await security.button('停用').click();
  const dialog = security.page.getByRole('dialog', { name: /停用账号/ });
  await security.fill({ 备注: '调离' }, dialog);
  await security.button('停用', dialog).click();
  await dialog.waitFor({ state: 'detached' });
  await holder.page.getByRole('navigation', { name: '菜单' }).getByRole('link', { name: '指标', exact: true }).click();
  await holder.page.getByRole('dialog', { name: '登录' }).waitFor();
  await holder.page.getByLabel('口令', { exact: true }).fill(own);
  await holder.button('登录', holder.page.getByRole('dialog')).click();
  await holder.page.getByRole('dialog').getByRole('alert').waitFor();
  assert.deepEqual(complaints(), []);
});
