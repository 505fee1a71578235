import { describe, expect, it } from 'vitest';
import type { HistoryItem, RecordType, Transition } from '../../../api/types';
import { addWords, setLanguage } from '../../../texts';
import records from '../../../texts/records';
import { plainField } from '../../../values/fields';
import { givenIn } from './given';
import { deedOf, visited } from './history';
import { byReason, refusedOf } from './refused';
import { leadsOn, stagesOf } from './stages';

addWords('records', records);
setLanguage('zh');
const state = (id: string) => ({ id, name: { zh: id, en: id }, final: false });
const step = (id: string, from: string[], to: string) =>
  ({ id, from, to, name: { zh: `步骤${id}`, en: id }, needs: [], takes: [], may: true, discloses: null }) as Transition;
const type = {
  record: 'm.r',
  fields: [
    plainField('sum', 'money', { name: { zh: '金额', en: 'Sum' } }),
    plainField('who', 'member', { name: { zh: '党员', en: 'Member' }, record: 'directory.member' }),
  ],
  workflow: {
    initial: 'draft',
    states: ['draft', 'sent', 'returned', 'approved', 'dropped'].map(state),
    transitions: [
      step('send', ['draft', 'returned'], 'sent'),
      step('return', ['sent'], 'returned'),
      step('approve', ['sent'], 'approved'),
      step('drop', ['draft'], 'dropped'),
    ],
  },
} as unknown as RecordType;
const event = (offset: number, topic: string, before: object | null, after: object | null, erased = false) =>
  ({ offset, at: `2026-03-0${offset}T08:00:00.000Z`, actor: 'wang', topic, before, after, erased }) as HistoryItem;

describe('history', () => {
  it('says what was done, by the step between the states', () => {
    const deed = deedOf(type, event(2, 'm.r.submitted', { state: 'draft' }, { state: 'sent' }));
    expect(deed.name.zh).toBe('步骤send');
    expect(deed.state).toEqual({ before: 'draft', after: 'sent' });
  });

  it('names what acts without an account', () => {
    const item = { ...event(2, 'm.r.updated', { sum: 1 }, { sum: 2 }), actor: 'local' };
    expect(deedOf(type, item).actor).toBe('本机命令行');
  });

  it('says what changed, with names and yuan', () => {
    const item = event(3, 'm.r.updated', { sum: 100, who: null }, { sum: 250, who: 7 });
    const deed = deedOf(type, item, { 'directory.member': { '7': '张三' } });
    expect(deed.name.zh).toBe('修改');
    expect(deed.changes.map((each) => [each.field.id, each.before, each.after])).toEqual([
      ['sum', '1.00 元', '2.50 元'],
      ['who', '', '张三'],
    ]);
  });

  it('tells who looked at what is sensitive, and what was erased', () => {
    const seen = deedOf(type, event(4, 'm.r.field.revealed', null, { fields: ['who'], purpose: '核对' }));
    expect(seen.note?.zh).toContain('党员');
    expect(seen.note?.zh).toContain('核对');
    expect(deedOf(type, event(5, 'm.r.updated', null, null, true)).note?.zh).not.toBe('');
  });
});

describe('the stages of a workflow', () => {
  const been = visited([
    event(2, 'm.r.submitted', { state: 'draft' }, { state: 'sent' }),
    event(1, 'm.r.created', null, { state: 'draft' }),
  ]);

  it('takes what was passed from the history, what may come from the workflow', () => {
    expect(stagesOf(type.workflow!, 'sent', been).map((each) => [each.state.id, each.kind])).toEqual([
      ['draft', 'passed'],
      ['sent', 'present'],
      ['returned', 'next'],
      ['approved', 'next'],
    ]);
  });

  it('leaves out what can be reached no more', () => {
    const end = [...been, { state: 'approved', at: '2026-03-09T00:00:00.000Z' }];
    expect(stagesOf(type.workflow!, 'approved', end).map((each) => each.state.id)).toEqual([
      'draft',
      'sent',
      'approved',
    ]);
    expect(stagesOf(type.workflow!, 'draft', been.slice(0, 1)).map((each) => each.kind)).toEqual([
      'present',
      'next',
      'next',
      'later',
      'later',
    ]);
  });

  it('puts forward the way on, not the way back', () => {
    const steps = (...to: string[]) => to.map((each) => ({ to: each }));
    expect(leadsOn(type.workflow!, 'draft', been.slice(0, 1), steps('sent', 'dropped'), 0)).toBe(true);
    expect(leadsOn(type.workflow!, 'draft', been.slice(0, 1), steps('sent', 'dropped'), 1)).toBe(false);
    expect(leadsOn(type.workflow!, 'sent', been, steps('approved'), 0)).toBe(true);
    expect(leadsOn(type.workflow!, 'sent', been, steps('draft'), 0)).toBe(false);
  });
});

it('begins a new record with what the address gives, in the type of each field', () => {
  expect(givenIn(type, { who: '7', sum: '1250', other: 'x' })).toEqual({ who: 7, sum: 1250 });
  const secret = {
    ...type,
    fields: [plainField('s', 'text', { sensitive: true }), plainField('c', 'text', { computed: true })],
  };
  expect(givenIn(secret, { s: '1', c: '2' })).toEqual({});
});

describe('steps that are refused as things stand', () => {
  const text = (zh: string) => ({ zh, en: zh });
  const refusedWith = (zh: string) => ({ status: 422, code: 'method.refused', text: text(zh) });

  it('are told with their reason, each reason once', () => {
    const refused = refusedOf([
      { name: text('修改'), refused: refusedWith('已定格') },
      { name: text('提交') },
      { name: text('重新考评'), refused: refusedWith('已定格') },
      { name: text('归档'), refused: refusedWith('缺公示') },
    ]);
    expect(byReason(refused).map(({ reason, steps }) => [reason.zh, steps.map((each) => each.name.zh)])).toEqual([
      ['已定格', ['修改', '重新考评']],
      ['缺公示', ['归档']],
    ]);
  });
});
