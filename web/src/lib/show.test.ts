import { describe, expect, it } from 'vitest';
import { bytes, instant, plainName, span } from './show';

describe('names as data', () => {
  it('shows what would turn the text around, and cuts by whole characters', () => {
    expect(plainName('a\u202egnp.exe')).toBe('a\ufffdgnp.exe');
    expect(plainName('line\nbreak\u0000')).toBe('line\ufffdbreak\ufffd');
    const long = plainName('😀'.repeat(4000));
    expect([...long].length).toBe(241);
    expect(long.endsWith('😀…')).toBe(true);
  });
});

describe('spans of time', () => {
  const when = (earliest: string | null, latest: string | null, stated: string | null = null) => ({ earliest, latest, stated, zone: null });
  it('says both ends, shortly, and which one is open', () => {
    expect(span(when('2024-08-24T15:08:00Z', '2024-08-24T15:09:00Z'))).toBe('2024-08-24 15:08–15:09 UTC');
    expect(span(when('2024-08-24T15:08:00Z', '2024-08-25T15:09:30Z'))).toBe('2024-08-24 15:08 – 2024-08-25 15:09:30 UTC');
    expect(span(when('2024-08-24T15:08:00Z', null))).toBe('≥ 2024-08-24 15:08 UTC');
    expect(span(when(null, '2024-08-24T15:08:00Z'))).toBe('≤ 2024-08-24 15:08 UTC');
    expect(span(when(null, null, 'last summer'))).toBe('last summer');
    expect(span(null)).toBe('');
  });
  it('leaves what it does not know as it was stated', () => {
    expect(instant('2024-08?')).toBe('2024-08?');
  });
});

describe('sizes', () => {
  it('keeps two figures where they matter', () => {
    expect([0, 999, 1000, 12_345, 4_000_000_000].map(bytes)).toEqual(['0 B', '999 B', '1.0 kB', '12 kB', '4.0 GB']);
  });
});
