import { describe, expect, it } from 'vitest';
import { holdsWhole, ownOrganisation } from './posts';

describe('posts', () => {
  it('puts the own organisation of a secretary first', () => {
    expect(ownOrganisation([{ id: 1, role: 'secretary', organisation: 7 }])).toBe(7);
    expect(
      ownOrganisation([
        { id: 1, role: 'member', organisation: 9 },
        { id: 2, role: 'secretary', organisation: 7 },
      ]),
    ).toBe(7);
  });
  it('shows the whole to whoever has a post over it', () => {
    expect(
      ownOrganisation([
        { id: 1, role: 'secretary', organisation: 7 },
        { id: 2, role: 'office', organisation: null },
      ]),
    ).toBeNull();
    expect(ownOrganisation([{ id: 1, role: 'member', organisation: null }])).toBeNull();
  });
  it('asks for nothing that needs a post over the whole district without one', () => {
    expect(holdsWhole([{ id: 1, role: 'auditor', organisation: 7 }], 'auditor')).toBe(false);
    expect(holdsWhole([{ id: 1, role: 'auditor', organisation: null }], 'auditor')).toBe(true);
    expect(holdsWhole([{ id: 1, role: 'admin', organisation: null }], 'auditor')).toBe(false);
  });
});
