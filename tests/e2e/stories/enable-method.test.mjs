/** An administrator enables a method: its pages appear at once for whoever is signed in; disabled, they are gone and its data kept. */
import assert from 'node:assert/strict';
import { begin, chapter, complaints } from '../story.mjs';

const name = '典型带动法';
const round = '2027 年示范岗评选';

let elsewhere;
begin(['admin', 'secretary', 'office'], async ({ district }) => {
  elsewhere = await district.client('office');
});

const navigation = (person) => person.page.getByRole('navigation', { name: '菜单' });
const entry = (person) => navigation(person).locator('summary', { hasText: name });

async function openMethod(admin) {
  const { page } = admin;
  await navigation(admin).getByRole('link', { name: '系统管理' }).click();
  await page.getByRole('navigation', { name: '系统管理各部分' }).getByRole('link', { name: '工作方法' }).click();
  await page.getByRole('link', { name, exact: true }).click();
  await page.getByRole('heading', { level: 2, name }).waitFor();
}

chapter('nobody sees a method that is not enabled', async ({ secretary, office }) => {
  for (const person of [secretary, office]) {
    assert.equal(await entry(person).count(), 0);
    await person.page.evaluate(() => (globalThis.untouched = true));
  }
});

chapter('the administrator looks at what it wants, and enables it', async ({ admin }) => {
  const { page } = admin;
  await openMethod(admin);
  await admin.button('启用').click();
  const dialog = page.getByRole('dialog', { name: `启用“${name}”` });
  await dialog.getByText('示范岗评选').first().waitFor();
  await dialog.getByRole('checkbox', { name: '我已核对，授予以上权限' }).check();
  await admin.button('启用', dialog).click();
  await page.getByRole('status').getByText(`“${name}”已启用`).waitFor();
});

chapter('its pages are there at once for a secretary and the office', async ({ secretary, office }) => {
  await entry(secretary).waitFor();
  await office.go(name, '示范岗评选');
  await office.page.getByRole('link', { name: '新建', exact: true }).first().click();
  await office.fill({ 代码: '2027', 年度: '2027', 名称: round });
  await office.button('登记').click();
  await office.title(round);
  await secretary.go(name, '示范岗评选');
  await secretary.page.getByRole('main').getByRole('link', { name: round }).waitFor();
  await navigation(secretary).getByRole('link', { name: '指标' }).click();
  await secretary.page.getByRole('heading', { name }).first().waitFor();
  for (const person of [secretary, office])
    assert.equal(await person.page.evaluate(() => globalThis.untouched), true, 'no page was loaded anew');
});

chapter(
  'disabled, nothing of it can be done any more, where pages are open too',
  async ({ admin, secretary, office }) => {
    const { page } = admin;
    await office.button('修改').waitFor();
    await admin.button('停用').click();
    const dialog = page.getByRole('dialog', { name: `停用“${name}”` });
    await dialog.getByText('示范岗评选').first().waitFor();
    await admin.button('停用', dialog).click();
    await page.getByRole('status').getByText(`“${name}”已停用`).waitFor();

    await office.button('修改').waitFor({ state: 'detached' });
    await secretary.page.getByRole('main').getByRole('heading', { name }).waitFor({ state: 'detached' });
    const kept = await elsewhere.ask('/records/exemplar/round');
    assert.deepEqual(
      kept.items.map((item) => item.name),
      [round],
      'its data is kept',
    );
  },
);

chapter('enabled again, all is as it was', async ({ admin, office }) => {
  const { page } = admin;
  await admin.button('启用').click();
  await admin.button('启用', page.getByRole('dialog')).click();
  await page.getByRole('status').getByText(`“${name}”已启用`).waitFor();
  await office.button('修改').waitFor();
  await office.title(round);
  assert.deepEqual(complaints(), []);
});
