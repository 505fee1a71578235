import { VueQueryPlugin } from '@tanstack/vue-query';
import { mount } from '@vue/test-utils';
import { describe, expect, it, vi } from 'vitest';
import type { Field, FieldType } from '../../api/types';
import { i18n, setLanguage } from '../../texts';
import { plainField } from '../../values/fields';
import type { Raw } from '../../values/raw';
import FieldInput from './FieldInput.vue';

setLanguage('zh');
// No host: nothing is found.
vi.stubGlobal('fetch', () => new Promise(() => {}));

const name = { zh: '字段', en: 'Field' };
const options = [
  { id: 'a', name: { zh: '甲', en: 'A' } },
  { id: 'b', name: { zh: '乙', en: 'B' } },
];
function shown(field: Field, modelValue: Raw = null, more: object = {}) {
  return mount(FieldInput, {
    props: { field, modelValue, inputId: 'x', ...more },
    global: { plugins: [i18n, VueQueryPlugin] },
    attachTo: document.body,
  });
}

describe('an input', () => {
  const types: FieldType[] = [
    'text',
    'integer',
    'decimal',
    'money',
    'date',
    'datetime',
    'boolean',
    'choice',
    'member',
    'organisation',
    'record',
    'file',
  ];
  it.each(
    types.flatMap((type): [FieldType, boolean][] => [
      [type, false],
      [type, true],
    ]),
  )('for %s (several: %s) has a name, its help and its error', (type, list) => {
    const field = plainField('x', type, { name, options, list, required: true, help: name, record: 'm.r' });
    const box = shown(field, null, { problems: [{ zh: '必填', en: 'Required' }] });
    const input = box.get('#x');
    if (list) expect(box.get('[role=group]').attributes('aria-labelledby')).toBe('x-label');
    else expect(box.get('label').attributes('for')).toBe('x');
    const described = input.attributes('aria-describedby') ?? box.get('[role=group]').attributes('aria-describedby');
    expect(described).toBe('x-help x-error');
    expect(box.get('#x-label').text()).toContain('字段');
    expect(box.get('#x-error').attributes('role')).toBe('alert');
    box.unmount();
  });

  it('gives what is chosen in the order of the options', async () => {
    const box = shown(plainField('x', 'choice', { name, options, list: true }), ['b']);
    await box.findAll('input')[0]!.setValue(true);
    expect(box.emitted('update:modelValue')).toEqual([[['a', 'b']]]);
    box.unmount();
  });

  it('adds and removes lines', async () => {
    const box = shown(plainField('x', 'text', { name, list: true }), ['一', '二']);
    await box.findAll('button')[0]!.trigger('click');
    expect(box.emitted('update:modelValue')?.[0]).toEqual([['二']]);
    await box.findAll('button').at(-1)!.trigger('click');
    expect(box.emitted('update:modelValue')?.[1]).toEqual([['一', '二', null]]);
    box.unmount();
  });

  it('tells yes from no from not said', async () => {
    const box = shown(plainField('x', 'boolean', { name }));
    await box.get('select').setValue('false');
    await box.get('select').setValue('');
    expect(box.emitted('update:modelValue')).toEqual([[false], [null]]);
    box.unmount();
  });
});
