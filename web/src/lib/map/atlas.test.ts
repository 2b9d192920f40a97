import { describe, expect, it } from 'vitest';
import { unrolled } from './atlas';

describe('coasts at the edge of the map', () => {
  it('goes on beyond the 180th meridian instead of back across the world', () => {
    expect(unrolled([[178, -17], [-179, -17], [-179, -16], [178, -16], [178, -17]])).toEqual([[178, -17], [181, -17], [181, -16], [178, -16], [178, -17]]);
    expect(unrolled([[-178, 65], [179, 66], [-178, 65]])).toEqual([[-178, 65], [-181, 66], [-178, 65]]);
  });
  it('leaves the rest as it is, and cuts the pole off', () => {
    expect(unrolled([[10, 10], [20, 10], [10, 10]])).toEqual([[10, 10], [20, 10], [10, 10]]);
    expect(unrolled([[0, -90], [1, -80]])).toEqual([[0, -85.05], [1, -80]]);
  });
});
