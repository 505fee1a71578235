/** A refused save, an ended session, a lost connection, a reload: nothing that was typed is lost. */
import assert from 'node:assert/strict';
import { begin, chapter } from '../story.mjs';

const list = '/records/directory/member';
const typed = { 党员编号: 'LOST-1', 姓名: '字字在', 入党日期: '2012-07-01' };

let elsewhere;
let taken;
begin(['secretary'], async ({ district }) => {
  elsewhere = await district.client('secretary');
  taken = (await elsewhere.ask(`${list}?limit=1`)).items[0];
});

async function fillIn(secretary, values) {
  await secretary.open(`${list}/new`);
  const discard = secretary.button('放弃所填内容');
  if (await discard.isVisible()) await discard.click();
  await secretary.fill(values);
  await secretary.pick('所在党组织', '区委办公室第一党支部');
  await secretary.fill({ 党员类别: '机关党员' });
}

async function stands(secretary, values) {
  for (const [name, value] of Object.entries(values))
    assert.equal(await secretary.field(name).inputValue(), value, name);
}

const created = async (code) => (await elsewhere.ask(`${list}?code=${code}`)).items;

chapter('a refused save keeps all that was typed and says what to correct', async ({ secretary }) => {
  const { page } = secretary;
  await fillIn(secretary, { ...typed, 党员编号: taken.code });
  await secretary.button('登记').click();
  await page.getByRole('alert').first().waitFor();
  await stands(secretary, { ...typed, 党员编号: taken.code });
  assert.equal(await secretary.field('党员编号').getAttribute('aria-invalid'), 'true', 'the field is marked');
  await secretary.fill({ 党员编号: 'LOST-0' });
  await secretary.button('登记').click();
  await secretary.title(typed.姓名);
  assert.equal((await created('LOST-0')).length, 1);
});

chapter('an ended session: one signs in over the page, and the save goes on', async ({ secretary }, { district }) => {
  const { page } = secretary;
  await fillIn(secretary, typed);
  const security = await district.client('security');
  const { items } = await security.ask('/records/access/account?login=secretary');
  await security.ask(`/accounts/${items[0].id}/sessions`, { method: 'DELETE' });

  await secretary.button('登记').click();
  const dialog = page.getByRole('dialog', { name: '登录' });
  await dialog.getByText('所填内容还在').waitFor();
  await dialog.getByLabel('口令').fill(district.passwords.secretary);
  await secretary.button('登录', dialog).click();
  await secretary.title(typed.姓名);
  elsewhere = await district.client('secretary');
  assert.equal((await created(typed.党员编号)).length, 1, 'saved once');
});

chapter('a lost connection: the page says so, and saves when it is back', async ({ secretary }) => {
  const { page } = secretary;
  await fillIn(secretary, { ...typed, 党员编号: 'LOST-2' });
  await secretary.context.setOffline(true);
  await secretary.button('登记').click();
  await page.getByRole('alert').getByText('与服务器的连接中断').waitFor();
  await stands(secretary, { ...typed, 党员编号: 'LOST-2' });
  await secretary.context.setOffline(false);
  await secretary.button('登记').click();
  await secretary.title(typed.姓名);
  assert.equal((await created('LOST-2')).length, 1, 'saved once');
});

chapter('what is live goes on after the connection is back', async ({ secretary }) => {
  const { page } = secretary;
  await secretary.open(`${list}?sort=-id`);
  await secretary.context.setOffline(true);
  await secretary.context.setOffline(false);
  await elsewhere.ask(list, {
    method: 'POST',
    body: { code: 'LOST-3', name: '连上以后', organisation: taken.organisation, kind: 'organ' },
  });
  await page
    .getByRole('link', { name: /连上以后|LOST-3/ })
    .first()
    .waitFor();
});

chapter('a reload, and a way out and back, bring back what was typed', async ({ secretary }) => {
  const { page } = secretary;
  page.on('dialog', (dialog) => dialog.accept());
  await fillIn(secretary, { ...typed, 党员编号: 'LOST-4' });
  await page.reload();
  await page.getByRole('status').getByText('已恢复').waitFor();
  await stands(secretary, { ...typed, 党员编号: 'LOST-4' });

  await secretary.go('组织与党员', '党员').catch(() => {});
  const dialog = page.getByRole('dialog', { name: '内容还没有保存' });
  await secretary.button('离开', dialog).click();
  await page.getByRole('heading', { level: 1, name: '党员' }).waitFor();
  await page.getByRole('link', { name: '新建' }).click();
  await page.getByRole('status').getByText('已恢复').waitFor();
  await stands(secretary, { ...typed, 党员编号: 'LOST-4' });
  await secretary.button('登记').click();
  await secretary.title(typed.姓名);
});

chapter('an edit of a record comes back as well', async ({ secretary }) => {
  const { page } = secretary;
  await secretary.button('修改').click();
  await secretary.fill({ 姓名: '改了没存' });
  await page.reload();
  await page.getByRole('status').getByText('已恢复').waitFor();
  assert.equal(await secretary.field('姓名').inputValue(), '改了没存');
  await secretary.button('保存').click();
  await secretary.title('改了没存');
});
