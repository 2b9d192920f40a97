import { describe, expect, it } from 'vitest';
import { bearing, metres, onwards, pasted, pastedMany, shown, wedge } from './coordinates';

describe('places as people paste them', () => {
  it('reads latitude first, as maps print it, and keeps longitude first', () => {
    expect(pasted('50.4501, 30.5234')).toEqual([30.5234, 50.4501]);
    expect(pasted('50.4501N 30.5234W')).toEqual([-30.5234, 50.4501]);
    expect(pasted('-12.5;130.1')).toEqual([130.1, -12.5]);
    expect(pasted('lon 30.52 lat 50.45')).toEqual([30.52, 50.45]);
  });
  it('refuses what is no place', () => {
    for (const bad of ['', '50.4', '95, 30', 'fifty, thirty', '10, 190']) expect(pasted(bad)).toBeNull();
    expect(pastedMany('1, 2\nx')).toBeNull();
    expect(pastedMany('1, 2\n\n3, 4')).toEqual([[2, 1], [4, 3]]);
  });
  it('says which is which', () => {
    expect(shown([-30.5, -12.25])).toBe('12.250000° S, 30.500000° W');
  });
});

describe('the ground', () => {
  it('agrees with a degree of a great circle, and goes back where it came from', () => {
    expect(metres([0, 0], [0, 1])).toBeCloseTo(111_195, -1);
    expect(bearing([0, 0], [1, 0])).toBeCloseTo(90, 6);
    expect(bearing([10, 50], [10, 49])).toBeCloseTo(180, 6);
    const there = onwards([179.99, 60], 75, 5000);
    expect(metres([179.99, 60], there)).toBeCloseTo(5000, 3);
    expect(there[0]).toBeLessThan(-179);
  });
  it('closes a wedge at the camera and spans the view', () => {
    const made = wedge([30, 50], 350, 40, 100);
    expect(made[0]).toEqual(made[made.length - 1]);
    expect(bearing([30, 50], made[1] ?? [0, 0])).toBeCloseTo(330, 3);
    expect(bearing([30, 50], made[made.length - 2] ?? [0, 0])).toBeCloseTo(10, 3);
  });
});
