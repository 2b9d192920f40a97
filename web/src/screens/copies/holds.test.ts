import { describe, expect, it } from 'vitest';
import { heldText, holdsOf, line } from './holds';

describe('seconds that a mark holds back', () => {
  it('come back from what was typed', () => {
    for (const held of [{ start: '2', end: '4.5' }, { start: null, end: '4.5' }, { start: '2', end: null }]) expect(holdsOf(heldText(held))).toEqual([held]);
    expect(holdsOf('1-2\n\n 3 – 4 \n')).toEqual([{ start: '1', end: '2' }, { start: '3', end: '4' }]);
  });
  it('are refused where they are no stretch', () => {
    for (const text of ['4-2', '2-2', '-', '1', 'a-b', '1-2-3', '1e3-2', '1-2\nx']) expect(holdsOf(text)).toBeNull();
  });
  it('show exact values rounded', () => {
    expect(heldText({ start: '1/3', end: '9/2' })).toBe('0.333-4.5');
    expect(line([{ start: null, end: null }], 'all')).toBe('all');
    expect(line([{ start: '1/2', end: null }, { start: '3', end: '7/2' }], 'all')).toBe('0.50– s, 3.00–3.50 s');
  });
});
