import { expect, it } from 'vitest';
import type { RecordType, Transition } from '../../../api/types';
import { plainField } from '../../../values/fields';
import { bulkSteps, stepFields } from './bulk';

const step = (id: string, from: string[], may = true) =>
  ({ id, from, may, to: 'done', needs: ['on'], takes: ['note', 'on'] }) as unknown as Transition;
const type = {
  record: 'm.r',
  fields: [plainField('note', 'text'), plainField('on', 'date')],
  workflow: {
    initial: 'draft',
    states: [],
    transitions: [step('send', ['draft']), step('end', ['sent']), step('drop', ['draft'], false)],
  },
} as unknown as RecordType;
const selected = (id: number, state: string) => ({ id, version: 1, state, title: `r${id}` });

it('offers the steps that some of those selected could take, and may be taken', () => {
  const steps = bulkSteps(type, [selected(1, 'draft'), selected(2, 'draft'), selected(3, 'done')]);
  expect(steps.map((each) => [each.transition.id, each.ready.map((record) => record.id)])).toEqual([['send', [1, 2]]]);
});

it('asks for what a step needs first, each field once', () => {
  expect(stepFields(type, step('send', [])).map((field) => field.id)).toEqual(['on', 'note']);
});
