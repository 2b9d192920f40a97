import { beforeEach, describe, expect, it } from 'vitest';
import { forget, keep, recall, sending } from './unsent';

beforeEach(() => localStorage.clear());

describe('what was typed and not acknowledged', () => {
  it('keeps one key while it is typed, so that a repeat is harmless', () => {
    const { key } = keep('a', { says: 'x' });
    expect(keep('a', { says: 'xy' }).key).toBe(key);
    expect(sending('a', { says: 'xy' })).toBe(key);
    expect(sending('a', { says: 'xy' })).toBe(key);
    expect(recall('a')).toEqual({ key, body: { says: 'xy' }, sent: true });
  });
  it('takes a new key for what was changed after it was sent: under the old one the change would be lost', () => {
    const key = sending('a', { says: 'x' });
    expect(keep('a', { says: 'x!' }).key).not.toBe(key);
  });
  it('forgets what was acknowledged, and survives a torn store', () => {
    keep('a', 1);
    forget('a');
    expect(recall('a')).toBeNull();
    localStorage.setItem('firsthand.unsent.b', '{"key');
    expect(recall('b')).toBeNull();
  });
});
