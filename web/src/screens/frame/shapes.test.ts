import { describe, expect, it } from 'vitest';
import { between, boxOf, details, drawnIn, fromUp, measures, whole, type Shape } from './shapes';

describe('what is measured of a drawing', () => {
  it('turns clockwise from straight up, though pixels count downwards', () => {
    expect(fromUp([0, 0], [0, -5])).toBe(0);
    expect(fromUp([0, 0], [5, 0])).toBe(90);
    expect(fromUp([0, 0], [0, 5])).toBe(180);
    expect(fromUp([0, 0], [-5, 0])).toBe(270);
    expect(between(350, 10)).toBe(20);
  });
  it('measures a shadow from the foot', () => {
    expect(measures({ tool: 'shadow', points: [[100, 200], [100, 100], [250, 200]] })).toEqual({
      object_px: 100,
      shadow_px: 150,
      shadow_over_object_in_picture: 1.5,
      object_from_up_deg: 0,
      shadow_from_up_deg: 90,
      between_deg: 90,
    });
  });
  it('says how far an upright leans, whichever end was drawn first', () => {
    expect(measures({ tool: 'vertical', points: [[10, 100], [20, 0]] })['lean_from_up_deg']).toBeCloseTo(5.71, 2);
    expect(measures({ tool: 'vertical', points: [[20, 0], [10, 100]] })['lean_from_up_deg']).toBeCloseTo(5.71, 2);
    expect(measures({ tool: 'vertical', points: [[20, 100], [10, 0]] })['lean_from_up_deg']).toBeCloseTo(-5.71, 2);
  });
  it('keeps a box inside its picture and never empty', () => {
    expect(boxOf({ tool: 'box', points: [[-4, 10], [700, 10]] }, [640, 360])).toEqual({ left: 0, top: 10, width: 640, height: 1, of: [640, 360] });
    expect(boxOf({ tool: 'box', points: [[640, 360], [640, 360]] }, [640, 360])).toEqual({ left: 639, top: 359, width: 1, height: 1, of: [640, 360] });
  });
  it('has no measure of what is not whole', () => {
    expect(measures({ tool: 'shadow', points: [[1, 1], [2, 2]] })).toEqual({});
    expect(whole({ tool: 'polygon', points: [[0, 0], [1, 1]] })).toBe(false);
    expect(measures({ tool: 'polygon', points: [[0, 0], [4, 0], [4, 3]] })).toEqual({ area_px2: 6, around_px: 12 });
  });
  it('reads back what it wrote, and nothing else', () => {
    const shapes: Shape[] = [{ tool: 'line', points: [[1, 2], [3, 4]] }];
    expect(drawnIn(details(shapes, [10, 10]))).toEqual({ shapes, of: [10, 10] });
    expect(drawnIn({ drawn: [{ shape: '__proto__', points_px: [[1, 2]] }, { shape: 'line', points_px: [['x', 2]] }, null], picture_px: 'no' })).toEqual({ shapes: [], of: null });
  });
});
