import { beforeEach, describe, expect, it } from 'vitest';
import { CATALOGUES, catalogue, fill, speech } from './words.svelte';

// Every catalogue of every screen is read in, so that none is forgotten.
const found = import.meta.glob(['./**/words*.ts', '../screens/**/words.ts', './show.ts', '!./**/*.test.ts', '!./words.svelte.ts'], { eager: true });

// Words that are the same in both languages on purpose.
const SAME = new Set(['pts', 'uk, ru, ar …', 'about 11 km north of Kyiv', '50.4501, 30.5234', '120 or 0:04.96', 'align.clock', '± °', 'SHA-256']);

function holes(text: string): string[] {
  return [...text.matchAll(/\{(\w+)/g)].map((one) => one[1] ?? '').sort();
}

beforeEach(() => speech.choose('en'));

describe('catalogues', () => {
  it('are there', () => {
    expect(Object.keys(found).length).toBeGreaterThan(8);
    expect(CATALOGUES.length).toBeGreaterThanOrEqual(10);
  });
  it('have every line in Ukrainian, with the same values put in', () => {
    for (const { en, uk, ar } of CATALOGUES) {
      expect(Object.keys(uk).sort()).toEqual(Object.keys(en).sort());
      for (const [key, text] of Object.entries(en)) {
        expect(uk[key]?.trim(), key).toBeTruthy();
        expect([...new Set(holes(uk[key] ?? ''))], key).toEqual([...new Set(holes(text))]);
        if (ar[key] !== undefined) expect([...new Set(holes(ar[key] ?? ''))], key).toEqual([...new Set(holes(text))]);
      }
    }
  });
  it('are truly translated: a line of words is not left in English', () => {
    const left = CATALOGUES.flatMap(({ en, uk }) => Object.entries(en).filter(([key, text]) => uk[key] === text && /[a-z]{4,} [a-z]{3,}/i.test(text) && !SAME.has(text)).map(([key]) => key));
    expect(left).toEqual([]);
  });
  it('give Ukrainian numbers three forms', () => {
    for (const { en, uk } of CATALOGUES) {
      for (const [key, text] of Object.entries(en)) {
        if (!/\{\w+\?/.test(text)) continue;
        for (const one of (uk[key] ?? '').matchAll(/\{\w+\?([^}]*)\}/g)) expect((one[1] ?? '').split('|').length, key).toBe(3);
      }
    }
  });
});

describe('putting values in', () => {
  it('chooses the form that fits the number', () => {
    expect(fill('{n} {n?file|files}', { n: 1 }, 'en')).toBe('1 file');
    expect(fill('{n} {n?file|files}', { n: 0 }, 'en')).toBe('0 files');
    const uk = '{n} {n?файл|файли|файлів}';
    expect([1, 2, 5, 11, 21, 22].map((n) => fill(uk, { n }, 'uk'))).toEqual(['1 файл', '2 файли', '5 файлів', '11 файлів', '21 файл', '22 файли']);
  });
  it('leaves a hole that has no value, and never reads a value as a pattern', () => {
    expect(fill('{a} {b}', { a: '{b} $& $1' }, 'en')).toBe('{b} $& $1 {b}');
  });
  it('isolates an English line in a page from the right', () => {
    const w = catalogue({ a: '{n} sightings', b: 'b' }, { a: '{n} появ', b: 'б' }, { b: 'ب' });
    speech.choose('ar');
    expect(w('a', { n: 3 })).toBe('\u20663 sightings\u2069');
    expect(w('b')).toBe('ب');
  });
});
