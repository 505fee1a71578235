import { describe, expect, it } from 'vitest';
import { agentName } from './agent';
import { qrPath } from './qr';

describe('account', () => {
  it('names devices', () => {
    const chrome =
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0 Safari/537.36';
    expect(agentName(chrome)).toBe('Chrome · Windows');
    expect(agentName(`${chrome} Edg/120.0`)).toBe('Edge · Windows');
    expect(agentName('Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Version/17.0 Safari/604.1')).toBe(
      'Safari · iOS',
    );
    expect(agentName('')).toBe('');
  });
  it('draws a code with its quiet border', () => {
    const { size, path } = qrPath('otpauth://totp/Liufa:li?secret=ABC');
    expect(size).toBeGreaterThan(21);
    expect(path).toContain('M2 2h1v1h-1z');
    expect(path).not.toContain('M1 ');
  });
});
