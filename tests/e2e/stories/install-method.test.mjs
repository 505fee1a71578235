/** An administrator installs a method by uploading its package, corrects what was refused, enables it and updates it. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { strToU8, zipSync } from 'fflate';
import { begin, chapter, complaints } from '../story.mjs';

const manifest = readFileSync(new URL('../../../sdk/examples/lecture/method.yaml', import.meta.url), 'utf8');
const name = '党课';

begin(['admin', 'secretary'], undefined, { configuration: 'install: true\n' });

/** A package as somebody would zip their folder. */
const zipped = (text) => ({
  name: 'lecture.zip',
  mimeType: 'application/zip',
  buffer: Buffer.from(zipSync({ 'lecture/method.yaml': strToU8(text) })),
});
const upload = ({ page }, file) => page.getByLabel('上传方法包').setInputFiles(file);
const entry = ({ page }) => page.getByRole('navigation', { name: '菜单' }).locator('summary', { hasText: name });

chapter('what is no package, or has a mistake, is refused with the reason', async ({ admin }) => {
  const { page } = admin;
  await page.getByRole('navigation', { name: '菜单' }).getByRole('link', { name: '系统管理' }).click();
  await page.getByRole('navigation', { name: '系统管理各部分' }).getByRole('link', { name: '工作方法' }).click();
  await upload(admin, { name: 'lecture.zip', mimeType: 'application/zip', buffer: Buffer.from('no archive') });
  await page.getByRole('alert').filter({ hasText: 'zip' }).waitFor();
  await upload(admin, zipped(manifest.replace('type: organisation', 'type: organization')));
  const refusal = page.getByRole('alert').filter({ hasText: 'organization' });
  await refusal.filter({ hasText: /第 \d+ 行|line \d+|:\d+/ }).waitFor();
  assert.equal(await page.getByRole('link', { name, exact: true }).count(), 0, 'nothing was installed');
});

chapter('corrected, it is installed and can be enabled', async ({ admin, secretary }) => {
  const { page } = admin;
  await upload(admin, zipped(manifest));
  await page.getByRole('status').getByText('已安装“lecture” 1.0.0').waitFor();
  assert.equal(await entry(secretary).count(), 0);
  await page.getByRole('link', { name, exact: true }).click();
  await page.getByRole('heading', { level: 2, name }).waitFor();
  await admin.button('启用').click();
  await admin.button('启用', page.getByRole('dialog')).click();
  await page.getByRole('status').getByText(`“${name}”已启用`).waitFor();
});

chapter('its pages are there for a secretary who has been at work all the while', async ({ secretary }) => {
  await entry(secretary).waitFor();
  await secretary.go(name, name);
  await secretary.page.getByRole('link', { name: '新建', exact: true }).first().waitFor();
});

chapter('a newer version takes its place', async ({ admin, secretary }) => {
  const { page } = admin;
  const newer = manifest.replace('version: 1.0.0', 'version: 1.1.0').replace('{zh: 主讲人', '{zh: 授课人');
  await page.getByRole('navigation', { name: '系统管理各部分' }).getByRole('link', { name: '工作方法' }).click();
  await upload(admin, zipped(newer));
  await page.getByRole('status').getByText('已将“lecture”由 1.0.0 更新为 1.1.0').waitFor();
  await page.getByRole('link', { name, exact: true }).click();
  for (const step of ['停用', '启用']) {
    await admin.button(step).click();
    await admin.button(step, page.getByRole('dialog')).click();
    await page.getByRole('status').getByText(`“${name}”已${step}`).waitFor();
  }
  await secretary.page.getByRole('link', { name: '新建', exact: true }).first().click();
  await secretary.page.getByLabel('授课人').waitFor();
  assert.deepEqual(
    complaints().filter((each) => !each.includes('422')),
    [],
  );
});
