/** A year of assessment from the standard to the final result: the office, a secretary and a team, each at their own page. */
import assert from 'node:assert/strict';
import { begin, chapter, complaints } from '../story.mjs';

const method = '定标考核法';
const own = '区委办公室第一党支部';

/** What colleagues elsewhere do meanwhile. */
let elsewhere;
let others;
let year;
begin(['office', 'secretary'], async ({ district }) => {
  elsewhere = await district.client('office');
  const { today } = await elsewhere.ask('/catalogue');
  year = Number(today.slice(0, 4));
  const { items } = await elsewhere.ask('/records/directory/organisation?kind=branch&sort=code&limit=3');
  assert.equal(items[0].name, own);
  others = items.slice(1);
});

/** A day before or after today, as the year at work counts. */
function day(distance) {
  return new Date(Date.now() + distance * 86_400_000).toISOString().slice(0, 10);
}

const openMethod = (person) => person.open('/methods/assessment');

/** Scores of the other organisations, as their secretaries and another team give them. */
async function scored(stage) {
  const { items } = await elsewhere.ask(
    `/records/assessment/item?limit=100&kind.not=heading&standard=${(await campaign()).standard}`,
  );
  let scores = 'organisation,item,points,instances,measure,note\n';
  for (const { code } of others)
    for (const item of items.filter((each) => each.stages.includes(stage)))
      scores += `${code},${item.code},${
        { points: `${item.points},,`, instances: `,${item.kind === 'addition' ? 2 : 0},`, measure: ',,95' }[
          item.scored_by
        ]
      },\n`;
  if (stage === 'self_check') scores = scores.replace(/,note\n/, ',evidence_place\n').replace(/,\n/g, ',档案柜\n');
  const run = await elsewhere.ask('/actions/assessment/record_scores', {
    method: 'POST',
    headers: { Prefer: 'wait=20' },
    body: { year, stage, scores, submit: true },
  });
  assert.equal(run.state, 'done', JSON.stringify(run));
}

async function campaign() {
  const { items } = await elsewhere.ask(`/records/assessment/campaign?year=${year}`);
  return items[0];
}

chapter('the office makes this year’s standard from last year’s and publishes it', async ({ office }) => {
  await openMethod(office);
  await office.act('修订标准（复制为新草稿）', async (form) => {
    await office.pick('考核标准', '2025', /2025 年/, form);
    await office.fill({ 新年度: `${year}`, 新代码: `${year}`, 新名称: `${year} 年考核标准` }, form);
  });
  await office.go(method, '考核标准');
  await office.page.getByRole('link', { name: `${year} 年考核标准` }).click();
  await office.title(`${year} 年考核标准`);
  await office.inState('起草中');
  await office.step('发布');
  await office.inState('已发布');
});

chapter('the office opens the year for three branches', async ({ office }) => {
  await openMethod(office);
  await office.act('启动年度考核', async (form) => {
    await office.fill({ 年度: `${year}`, 自查截止: day(7) }, form);
    for (const [at, { name }] of [{ name: own }, ...others].entries()) {
      if (at) await office.button('添加一项', form.getByRole('group', { name: '指定组织' })).click();
      await office.pick(`指定组织 第 ${at + 1} 项`, name, name, form);
    }
  });
  await office.go(method, '年度考核');
  await office.page
    .getByRole('main')
    .getByRole('link', { name: new RegExp(`^${year}`) })
    .first()
    .click();
  await office.inState('单位自查');
});

chapter('the office makes a team and gives it the sheets', async ({ office }) => {
  await office.go(method, '考核组');
  await office.page.getByRole('link', { name: '新建' }).click();
  await office.pick('年度考核', `${year}`, new RegExp(`${year}`));
  await office.fill({ 代码: 'A', 名称: '联合考核组' });
  const { items } = await elsewhere.ask('/records/directory/member?kind=organ&sort=-code&limit=2');
  await office.pick('组长', items[0].name, items[0].name);
  await office.button('登记').click();
  await office.title('联合考核组');
  await openMethod(office);
  await office.act('分配考核组', (form) => office.fill({ 年度: `${year}` }, form));
});

chapter('a secretary is told of it, checks every item with evidence, and hands the sheet in', async ({ secretary }) => {
  const { page } = secretary;
  // Home was open before the year was: it came by itself.
  await page
    .getByRole('main')
    .getByRole('link', { name: new RegExp(own) })
    .first()
    .click();
  await secretary.inState('待自查');
  const panel = page.locator('liufa-assessment-sheet');
  const open = panel.getByText('未填项目').getByRole('button');
  await open.first().waitFor();

  // Before it is complete, the step says by itself what is missing.
  await secretary.button('上报自查', page.getByRole('main')).click();
  await page.getByRole('dialog').getByText('个项目未填自查分').first().waitFor();
  await secretary.button('取消', page.getByRole('dialog')).click();

  for (let filled = 0; await open.count(); ++filled) {
    const item = (await open.first().textContent()).trim();
    await open.first().click();
    const form = panel.getByRole('form', { name: `填自查 ${item}`, exact: true });
    const value = form.getByLabel(/单位自查 · /);
    const most = /0 – ([\d.]+)/.exec(await form.textContent());
    await value.fill(most ? most[1] : (await value.getAttribute('name')) === 'measure' ? '96' : '0');
    if (filled === 0) {
      await form.getByLabel('说明').fill('全年集中学习十二次，均有签到。');
      await form
        .getByLabel('添加依据文件')
        .setInputFiles({ name: '学习签到册.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4 签到册') });
    } else await form.getByLabel('依据存放位置').fill('支部档案柜');
    await secretary.button('保存', form).click();
    await panel.getByRole('status').getByText('已保存').waitFor();
    if (filled === 0) await panel.getByRole('link', { name: '依据文件 1' }).waitFor();
    await panel
      .locator('.fold[aria-expanded=true]', { hasText: new RegExp(`^\\s*▾\\s*${item.replace('.', '\\.')} `) })
      .click();
    assert.ok(filled < 40, 'every item is filled in once');
  }
  await secretary.step('上报自查', { 自查说明: '各项均按标准自查。' });
  await secretary.inState('已自查');
});

chapter('the team reviews: an item by the page, the rest from its table', async ({ office }) => {
  await scored('self_check');
  const { page } = office;
  await office.open(`/records/assessment/campaign/${(await campaign()).id}`);
  await office.step('开始考评', { 考评截止: day(14) });
  await office.inState('年终考评');

  await office.go(method, '考核表');
  await page.getByRole('searchbox').last().fill(own);
  await page
    .getByRole('row', { name: new RegExp(`${year}`) })
    .getByRole('link', { name: own })
    .first()
    .click();
  await office.title(own);
  const panel = page.locator('liufa-assessment-sheet');
  await panel.getByRole('button', { name: /1\.3 / }).click();
  const form = panel.getByRole('form', { name: '评分 1.3' });
  await form.getByLabel(/年终考评 · /).fill('2');
  await form.getByLabel('评分说明').fill('抽查五人，两人无笔记。');
  await office.button('保存', form).click();
  await panel.getByRole('status').getByText('已保存').waitFor();

  await openMethod(office);
  const { items } = await elsewhere.ask(
    `/records/assessment/item?limit=100&kind.not=heading&part=base&standard=${(await campaign()).standard}`,
  );
  const rows = items
    .filter((item) => item.code !== '1.3' && item.stages.includes('review'))
    .map(
      (item) =>
        `${item.code},${{ points: `${item.points},,`, instances: `,${item.kind === 'addition' ? 4 : 0},`, measure: ',,96' }[item.scored_by]}`,
    );
  await office.act('批量评分', async (form) => {
    await office.fill({ 年度: `${year}` }, form);
    await office.pick('组织', own, own, form);
    await office.fill(
      {
        环节: '年终考评',
        '评分（CSV 或 JSON 文本）': ['item,points,instances,measure', ...rows].join('\n'),
        评分后即上报或完成考评: '是',
      },
      form,
    );
  });
  await scored('review');
});

chapter('the office computes and publishes', async ({ office }) => {
  await openMethod(office);
  await office.act('计算结果', (form) => office.fill({ 年度: `${year}` }, form));
  await office.act('公示结果', (form) => office.fill({ 年度: `${year}`, 公示开始: day(-9), 公示结束: day(-1) }, form));
});

chapter('the secretary sees the result where the sheet is open, and objects', async ({ secretary }) => {
  const { page } = secretary;
  const panel = page.locator('liufa-assessment-sheet');
  await panel.getByText('已公示').waitFor();
  await panel.getByRole('link', { name: '申诉' }).click();
  await secretary.title('新建申诉');
  await secretary.fill({ 项目编号: '1.3', 申诉内容: '两名同志的学习笔记已补交，请复核。', 收到日期: day(-2) });
  await page
    .getByLabel('依据文件 第 1 项')
    .setInputFiles({ name: '笔记.txt', mimeType: 'text/plain', buffer: Buffer.from('笔记') });
  await page.getByText('已上传“笔记.txt”').waitFor();
  await secretary.button('登记').click();
  await secretary.inState('待处理');
});

chapter(
  'the office accepts, corrects the score, and the year is frozen',
  async ({ office, secretary }, { district }) => {
    const { page } = office;
    // How long corrected results are shown once more is the district's own affair: here not at all.
    const admin = await district.client('admin');
    await admin.ask('/methods/assessment/settings', { method: 'PATCH', body: { correction_publicity_days: 0 } });

    await openMethod(office);
    const frozen = office.page.locator('details', { has: page.getByRole('heading', { name: '定格结果' }) });
    await frozen.locator('summary').click();
    await office.fill({ 年度: `${year}` }, frozen);
    await office.button('开始', frozen).click();
    await frozen.getByRole('alert').getByText('申诉').waitFor();

    await office.go(method, '申诉');
    await page.getByRole('link', { name: own }).first().click();
    await office.step('采纳', { 处理意见: '经复核属实，予以更正。' });
    await office.inState('采纳，待更正');
    await openMethod(office);
    await office.act('批量评分', async (form) => {
      await office.fill({ 年度: `${year}` }, form);
      await office.pick('组织', own, own, form);
      await office.fill({ 环节: '年终考评', '评分（CSV 或 JSON 文本）': 'item,points,note\n1.3,4,笔记已补交' }, form);
    });
    await office.act('计算结果', (form) => office.fill({ 年度: `${year}` }, form));
    await secretary.inState('采纳，已办结');

    await office.act('定格结果', (form) => office.fill({ 年度: `${year}` }, form));
    await office.open(`/records/assessment/campaign/${(await campaign()).id}`);
    await office.inState('已定格');
  },
);

chapter('the final result stays: the secretary sees it and can change nothing', async ({ office, secretary }) => {
  const { page } = secretary;
  await secretary.go(method, '考核结果');
  await page
    .getByRole('row', { name: new RegExp(`${year}`) })
    .getByRole('link')
    .first()
    .click();
  await secretary.title(own);
  await page.getByRole('group', { name: '已定格' }).getByText('是').waitFor();
  assert.equal(await secretary.button('修改').count(), 0);
  await page.getByRole('main').getByRole('group', { name: '考核表' }).getByRole('link').click();
  const panel = page.locator('liufa-assessment-sheet');
  await panel.getByText('已公示').waitFor();
  assert.equal(await panel.getByRole('link', { name: '申诉' }).count(), 0, 'the time to object is over');
  assert.deepEqual(complaints(), []);
});
