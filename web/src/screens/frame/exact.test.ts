import { describe, expect, it } from 'vitest';
import { Frames, fraction, stamp, text, wanted } from './exact';

const constant = new Frames({ time_base: '1/30', pts: [0, 1, 2, 3, 4], end: 5 });
const variable = new Frames({ time_base: '1/90000', pts: [3000, 6003, 9010, 21000, 21500], end: 24500 }, '1/30');

describe('exact times', () => {
  it('seeks to the middle of a showing, never to its edge', () => {
    expect(constant.middle(2)).toBeCloseTo(2.5 / 30, 12);
    expect(constant.middle(4)).toBeCloseTo(4.5 / 30, 12);
    expect(variable.middle(2)).toBeCloseTo((9010 + 21000) / 2 / 90000 - 1 / 30, 12);
  });
  it('knows each frame again by the time a player reports of it, though that is rounded', () => {
    for (const frames of [constant, variable]) {
      const zero = frames === variable ? 1 / 30 : 0;
      for (let at = 0; at < frames.count; at += 1) {
        for (const off of [-2e-6, 0, 2e-6]) expect(frames.shown(frames.seconds(at) - zero + off)).toBe(at);
      }
    }
  });
  it('gives times as fractions in lowest terms', () => {
    expect(constant.pts(2)).toBe('1/15');
    expect(variable.pts(0)).toBe('1/30');
    expect(text(fraction('-6/4'))).toBe('-3/2');
    expect(() => fraction('0.5')).toThrow(RangeError);
    expect(() => fraction('1/0')).toThrow(RangeError);
  });
  it('holds a frame until the next one comes', () => {
    expect(variable.holding(20999 / 90000)).toBe(2);
    expect(variable.holding(21000 / 90000)).toBe(3);
    expect(variable.holding(-5)).toBe(0);
    expect(variable.holding(500)).toBe(4);
  });
  it('is whole for a film of one frame', () => {
    const one = new Frames({ time_base: '1/25', pts: [0], end: 0 });
    expect(one.middle(0)).toBe(0);
    expect(one.shown(0)).toBe(0);
    expect(one.clamp(9)).toBe(0);
  });
  it('reads where a person wants to go', () => {
    expect(wanted('3', constant)).toBe(2);
    expect(wanted('999', constant)).toBe(4);
    expect(wanted('0.1', constant)).toBe(3);
    expect(wanted('0:00.04', constant)).toBe(1);
    expect(wanted('elf', constant)).toBeNull();
  });
  it('writes a stamp that can be read', () => {
    expect(stamp(64.96)).toBe('1:04.960');
    expect(stamp(3725.0004)).toBe('1:02:05.000');
    expect(stamp(59.9996)).toBe('1:00.000');
    expect(stamp(-0.02)).toBe('-0:00.020');
  });
});
