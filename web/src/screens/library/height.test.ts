import { expect, test } from 'vitest';
import { needs, type Told } from './height';

const plain: Told = { what: 'video 0:12 · 640×360 · h264 · 1.2 MB', chips: [], posted: 'no date known', copied: false, questions: 1 };

test('a row with more to say is higher, at every width', () => {
  for (const wide of [390, 1024, 1440]) {
    const least = needs(plain, wide);
    expect(needs({ ...plain, chips: ['variable rate', 'plays by a viewing copy', '▲ graphic', '◆ person at risk'], questions: 8 }, wide)).toBeGreaterThan(least);
    expect(needs({ ...plain, what: `${plain.what} · ${'a long name of a codec '.repeat(3)}` }, wide)).toBeGreaterThanOrEqual(least);
  }
});

test('on a phone the question chips stand under all others, never over them', () => {
  const one = needs(plain, 390);
  expect(needs({ ...plain, chips: ['variable rate'] }, 390)).toBe(one + 22);
  expect(needs({ ...plain, questions: 6 }, 390)).toBe(one + 22);
});

test('a plain row of a desk stays low, and a span of two days has its two lines', () => {
  expect(needs(plain, 1440)).toBeLessThanOrEqual(64);
  expect(needs({ ...plain, posted: '2024-03-02 00:20 – 2024-03-03 02:21 UTC', copied: true }, 1440)).toBeGreaterThanOrEqual(16 * 4);
});
