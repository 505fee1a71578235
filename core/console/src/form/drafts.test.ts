import { beforeEach, expect, it } from 'vitest';
import { draftKey, draftOf, forgetDraft, keepDraft } from './drafts';

beforeEach(() => sessionStorage.clear());
const draft = { at: '2026-03-01T08:00:00.000Z', version: 3, edits: { name: { raw: '城南', base: '城北' } } };

it('keeps a draft for each record until it is saved', () => {
  keepDraft(draftKey('m.r', 12), draft);
  expect(draftOf(draftKey('m.r', 12))).toEqual(draft);
  expect(draftOf(draftKey('m.r', 'new'))).toBeNull();
  keepDraft(draftKey('m.r', 12), { ...draft, edits: {} });
  expect(sessionStorage.length).toBe(0);
  keepDraft(draftKey('m.r', 1), draft);
  forgetDraft(draftKey('m.r', 1));
  expect(draftOf(draftKey('m.r', 1))).toBeNull();
});

it('takes what is not a draft for none', () => {
  sessionStorage.setItem(draftKey('m.r', 1), '{"at": ');
  expect(draftOf(draftKey('m.r', 1))).toBeNull();
});
