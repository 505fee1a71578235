import { mount } from '@vue/test-utils';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { defineComponent } from 'vue';
import { Problem } from '../api/problem';
import { plainField } from '../values/fields';
import { draftOf } from './drafts';
import { useForm, type Form, type FormOptions } from './useForm';

const name = plainField('name', 'text', { required: true });
const secret = plainField('secret', 'text', { sensitive: true });
const text = { zh: '重名', en: 'Taken' };

function formWith(options: Partial<FormOptions> = {}): Form {
  let form!: Form;
  mount(
    defineComponent(() => {
      form = useForm({ fields: [name, secret], original: null, draft: 'draft:x', ...options });
      return () => null;
    }),
  );
  return form;
}
beforeEach(() => sessionStorage.clear());

describe('a form', () => {
  it('says nothing is missing before one has been there', async () => {
    const form = formWith();
    expect(form.shown.value.size).toBe(0);
    const work = vi.fn();
    await form.send(work);
    expect(work).not.toHaveBeenCalled();
    expect([...form.shown.value.keys()]).toEqual(['name']);
  });

  it('keeps everything when it is refused, and forgets the draft when it is saved', async () => {
    const form = formWith();
    form.set(name, '城北');
    await form.send(() => Promise.reject(new Problem({ status: 409, code: 'x', field: 'name', text })));
    expect(form.raw(name)).toBe('城北');
    expect(form.shown.value.get('name')).toEqual([text]);
    expect(draftOf('draft:x')?.edits).toEqual({ name: { raw: '城北', base: null } });
    form.set(name, '城南');
    expect(form.shown.value.size).toBe(0);
    expect(await form.send(async (values) => values)).toEqual({ name: '城南' });
    expect(draftOf('draft:x')).toBeNull();
    expect(form.dirty.value).toBe(false);
  });

  it('takes up what was typed before, but never keeps what is sensitive', async () => {
    const first = formWith();
    first.set(name, '城北');
    first.set(secret, '500113…');
    await Promise.resolve();
    const second = formWith();
    expect(second.raw(name)).toBe('城北');
    expect(second.raw(secret)).toBeNull();
    expect(second.restored.value?.stale).toBe(false);
    expect(JSON.stringify({ ...sessionStorage })).not.toContain('500113');
  });

  it('asks the host once somebody has left a field, and shows errors of such fields only', async () => {
    vi.useFakeTimers();
    const tryOut = vi.fn(() =>
      Promise.reject(
        new Problem({
          status: 422,
          code: 'record.invalid',
          text,
          errors: [
            { status: 422, code: 'a', field: 'name', text },
            { status: 422, code: 'b', field: 'secret', text },
          ],
        }),
      ),
    );
    const form = formWith({ tryOut });
    form.set(name, '城北');
    await vi.advanceTimersByTimeAsync(1000);
    expect(tryOut).not.toHaveBeenCalled();
    form.left(name);
    form.left(name);
    await vi.advanceTimersByTimeAsync(1000);
    expect(tryOut).toHaveBeenCalledTimes(1);
    expect([...form.shown.value.keys()]).toEqual(['name']);
    vi.useRealTimers();
  });
});
