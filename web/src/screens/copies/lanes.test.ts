import { describe, expect, it } from 'vitest';
import { lanes, merged } from './lanes';

describe('lanes', () => {
  it('puts a cut copy where it was cut from, through a third file where need be', () => {
    const made = lanes(
      [{ file: 'a' }, { file: 'b' }, { file: 'c' }, { file: 'd' }],
      [
        { one: 'b', two: 'c', in_one: [1, 4], in_two: [0, 3], speed: 1 },
        { one: 'a', two: 'b', in_one: [5, 9], in_two: [0, 4], speed: 1 },
      ],
    );
    expect(made.map((lane) => lane.start)).toEqual([0, 5, 6, 0]);
    expect(made.map((lane) => lane.placed)).toEqual([true, true, true, false]);
  });
  it('keeps the speed of a copy that plays faster', () => {
    const [, fast] = lanes([{ file: 'a' }, { file: 'b' }], [{ one: 'a', two: 'b', in_one: [0, 10], in_two: [0, 8], speed: 0.8 }]);
    expect(fast?.rate).toBeCloseTo(1.25);
    expect((fast?.start ?? 0) + 8 * (fast?.rate ?? 0)).toBeCloseTo(10);
  });
  it('joins stretches that touch and keeps those apart that do not', () => {
    expect(merged([{ from: 4, to: 6 }, { from: 0, to: 2 }, { from: 1, to: 3 }])).toEqual([{ from: 0, to: 3 }, { from: 4, to: 6 }]);
  });
});
