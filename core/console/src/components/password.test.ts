import { mount } from '@vue/test-utils';
import { expect, it } from 'vitest';
import { i18n, setLanguage } from '../texts';
import NewPassword from './NewPassword.vue';

it('takes a new password only when it is typed the same twice', async () => {
  setLanguage('zh');
  const fields = mount(NewPassword, {
    props: { id: 'x', modelValue: '', 'onUpdate:modelValue': (modelValue: string) => fields.setProps({ modelValue }) },
    global: { plugins: [i18n] },
  });
  await fields.get('#x-new').setValue('one-password');
  await fields.get('#x-again').setValue('another');
  expect(fields.vm.agree()).toBe(false);
  await fields.vm.$nextTick();
  expect(fields.get('[role=alert]').text()).toBe('两次输入的口令不同。');
  expect(fields.get('#x-again').attributes('aria-describedby')).toBe('x-differ');

  await fields.get('#x-again').setValue('one-password');
  expect(fields.vm.agree()).toBe(true);
  await fields.setProps({ modelValue: '' });
  expect((fields.get('#x-again').element as HTMLInputElement).value).toBe('');
});
