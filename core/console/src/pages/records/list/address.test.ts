import { describe, expect, it } from 'vitest';
import {
  addressOfView,
  changed,
  nextSort,
  pageSize,
  readAddress,
  requestOf,
  sortOf,
  viewOf,
  writeAddress,
} from './address';

const query = {
  q: '城北',
  'state.in': 'draft,sent',
  'held_on.gte': '2026-01-01',
  sort: '-held_on',
  columns: 'name,state',
  cursor: 'abc',
  first: '101',
};

describe('the address of a list', () => {
  it('goes there and back', () => {
    const state = readAddress(query);
    expect(state).toEqual({
      q: '城北',
      sort: '-held_on',
      columns: ['name', 'state'],
      filters: { 'state.in': 'draft,sent', 'held_on.gte': '2026-01-01' },
      cursor: 'abc',
      first: 101,
    });
    expect(writeAddress(state)).toEqual(query);
  });

  it('takes an empty address for the whole list, and says nothing of what is usual', () => {
    const state = readAddress({});
    expect(state).toEqual({ q: '', sort: '', columns: null, filters: {}, cursor: null, first: 1 });
    expect(writeAddress(state)).toEqual({});
    expect(readAddress({ first: 'x', columns: '', kind: '', limit: '500', q: ['a', 'b'] })).toMatchObject({
      first: 1,
      columns: null,
      filters: {},
      q: 'b',
    });
  });

  it('asks the host in its own words', () => {
    expect(requestOf(readAddress(query), pageSize(false))).toEqual({
      q: '城北',
      'state.in': 'draft,sent',
      'held_on.gte': '2026-01-01',
      sort: '-held_on',
      cursor: 'abc',
      limit: 50,
    });
  });

  it('asks for less at once on a telephone', () => {
    expect(requestOf(readAddress({}), pageSize(true)).limit).toBe(20);
  });

  it('starts again at the first page when the selection changes', () => {
    expect(writeAddress(changed(readAddress(query), { filters: {} }))).toEqual({
      q: '城北',
      sort: '-held_on',
      columns: 'name,state',
    });
  });

  it('sorts up, down, and no more', () => {
    expect(nextSort('', 'name')).toBe('name');
    expect(nextSort('name', 'name')).toBe('-name');
    expect(nextSort('-name', 'name')).toBe('');
    expect(sortOf('-name', 'name')).toBe('descending');
    expect(sortOf('name', 'id')).toBe('none');
  });

  it('keeps a view without its page and opens it again', () => {
    const view = viewOf(readAddress(query));
    expect(view.columns).toEqual(['name', 'state']);
    expect(view.query).not.toContain('cursor');
    expect(addressOfView(view.query, view.columns)).toEqual({
      q: '城北',
      'state.in': 'draft,sent',
      'held_on.gte': '2026-01-01',
      sort: '-held_on',
      columns: 'name,state',
    });
  });
});
