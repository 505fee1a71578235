/** An import with three bad rows: each is shown with what is wrong, the file is corrected, and all of it is done. */
import assert from 'node:assert/strict';
import { begin, chapter, complaints } from '../story.mjs';

const rows = 12;
const heads = '党员编号,姓名,所在党组织,党员类别,出生日期';

let elsewhere;
let organisation;
begin(['office'], async ({ district }) => {
  elsewhere = await district.client('office');
  organisation = (await elsewhere.ask('/records/directory/organisation?kind=branch&sort=code&limit=1')).items[0];
});

/** A table with something else in some of its lines; the heads are line 1. */
function table(other = {}) {
  const lines = [heads];
  for (let i = 0; i < rows; ++i)
    lines.push(
      other[i + 2] ?? `IMP-${i},党员${i},${organisation.code},机关党员,1980-01-${String(i + 1).padStart(2, '0')}`,
    );
  return { name: '党员.csv', mimeType: 'text/csv', buffer: Buffer.from(`\uFEFF${lines.join('\r\n')}\r\n`) };
}

const imported = async () => (await elsewhere.ask('/records/directory/member?q=IMP-&count=true&limit=1')).count;

chapter('the page of the import offers a template', async ({ office }) => {
  const { page } = office;
  await office.go('组织与党员', '党员');
  await page.getByRole('main').getByRole('link', { name: '导入' }).click();
  await office.title('导入党员');
  const download = page.waitForEvent('download');
  await office.button('下载模板').click();
  assert.match((await download).suggestedFilename(), /\.xlsx$/);
});

chapter('three bad rows are shown, each with its column; nothing is written', async ({ office }) => {
  const { page } = office;
  await page.getByLabel('选择文件', { exact: true }).setInputFiles(
    table({
      3: `IMP-1,,${organisation.code},机关党员,1980-01-02`,
      6: `IMP-4,党员4,NOWHERE,机关党员,1980-01-05`,
      9: `IMP-7,党员7,${organisation.code},机关党员,1980-02-31`,
    }),
  );
  await page.getByRole('status').getByText('有 3 行不合格').waitFor();
  const shown = page.getByRole('region', { name: '结果' });
  for (const [line, column] of [
    [3, '姓名'],
    [6, '所在党组织'],
    [9, '出生日期'],
  ])
    await shown
      .getByRole('row')
      .filter({ has: page.getByRole('rowheader', { name: `${line}`, exact: true }) })
      .filter({ hasText: '不合格' })
      .getByText(column, { exact: true })
      .waitFor();
  await office.button(/^不合格/).click();
  assert.equal(await shown.getByRole('row').count(), 4, 'a head and three rows');
  assert.equal(await office.button(/^导入 \d+ 行/).count(), 0, 'it can’t be imported yet');
  assert.equal(await imported(), 0);
});

chapter('corrected, it is tried again and done', async ({ office }) => {
  const { page } = office;
  await page.getByLabel('选择改正后的文件').setInputFiles(table());
  await page.getByRole('status').getByText('没有问题，可以导入').waitFor();
  await page.getByText('上次有 3 行不合格，现在 0 行').waitFor();
  await office.button(`导入 ${rows} 行`).click();
  await page.getByRole('status').getByText(`新建 ${rows} 条`).waitFor();
  assert.equal(await imported(), rows);
  await page.getByRole('link', { name: '查看导入的记录' }).click();
  await page.getByRole('main').getByText('党员11').waitFor();
  assert.deepEqual(complaints(), []);
});
