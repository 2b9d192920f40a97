// What is drawn on a frame, in pixels of the picture as it is shown upright, and what can be measured of it there.

export type Tool = 'point' | 'line' | 'vertical' | 'box' | 'polygon' | 'shadow';
export type Point = [number, number];
export interface Shape {
  tool: Tool;
  points: Point[];
}

/** How many points make a shape whole; a polygon is ended by hand. */
export const NEEDS: Record<Tool, number> = { point: 1, line: 2, vertical: 2, box: 2, polygon: Infinity, shadow: 3 };

export function whole(shape: Shape): boolean {
  return shape.tool === 'polygon' ? shape.points.length >= 3 : shape.points.length >= NEEDS[shape.tool];
}

export function length(a: Point, b: Point): number {
  return Math.hypot(b[0] - a[0], b[1] - a[1]);
}

/** Degrees clockwise from straight up in the picture, 0 to 360. */
export function fromUp(a: Point, b: Point): number {
  return ((Math.atan2(b[0] - a[0], a[1] - b[1]) * 180) / Math.PI + 360) % 360;
}

/** Degrees between two directions, 0 to 180. */
export function between(one: number, two: number): number {
  const turn = Math.abs(one - two) % 360;
  return turn > 180 ? 360 - turn : turn;
}

export function boxOf(shape: Shape, of: readonly [number, number]): { left: number; top: number; width: number; height: number; of: [number, number] } {
  const xs = shape.points.map((point) => Math.max(0, Math.min(of[0], point[0])));
  const ys = shape.points.map((point) => Math.max(0, Math.min(of[1], point[1])));
  const left = Math.min(Math.floor(Math.min(...xs)), of[0] - 1);
  const top = Math.min(Math.floor(Math.min(...ys)), of[1] - 1);
  return { left, top, width: Math.max(1, Math.ceil(Math.max(...xs)) - left), height: Math.max(1, Math.ceil(Math.max(...ys)) - top), of: [of[0], of[1]] };
}

function area(points: readonly Point[]): number {
  let twice = 0;
  points.forEach(([x, y], i) => {
    const [nextX, nextY] = points[(i + 1) % points.length] ?? [x, y];
    twice += x * nextY - nextX * y;
  });
  return Math.abs(twice) / 2;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}

/** Measures with the unit in each name, as an observation keeps them. Of the picture only: a lens and a slope are not undone. */
export function measures(shape: Shape): Record<string, number> {
  const [a, b, c] = shape.points;
  if (!a || !whole(shape)) return {};
  if (shape.tool === 'point') return { x_px: round(a[0]), y_px: round(a[1]) };
  if (!b) return {};
  if (shape.tool === 'line') return { length_px: round(length(a, b)), angle_from_up_deg: round(fromUp(a, b)) };
  if (shape.tool === 'vertical') {
    const up = fromUp(a, b);
    const lean = up > 90 && up < 270 ? up - 180 : up >= 270 ? up - 360 : up;
    return { length_px: round(length(a, b)), lean_from_up_deg: round(lean) };
  }
  if (shape.tool === 'box') return { width_px: round(Math.abs(b[0] - a[0])), height_px: round(Math.abs(b[1] - a[1])) };
  if (shape.tool === 'shadow' && c) {
    // foot of the object, its top, the tip of its shadow
    const object = length(a, b);
    return {
      object_px: round(object),
      shadow_px: round(length(a, c)),
      shadow_over_object_in_picture: object > 0 ? round(length(a, c) / object) : 0,
      object_from_up_deg: round(fromUp(a, b)),
      shadow_from_up_deg: round(fromUp(a, c)),
      between_deg: round(between(fromUp(a, b), fromUp(a, c))),
    };
  }
  if (shape.tool === 'polygon') {
    const around = shape.points.reduce((sum, point, i) => sum + length(point, shape.points[(i + 1) % shape.points.length] ?? point), 0);
    return { area_px2: round(area(shape.points)), around_px: round(around) };
  }
  return {};
}

/** As an observation's details hold it. */
export function details(shapes: readonly Shape[], of: readonly [number, number]): Record<string, unknown> {
  if (shapes.length === 0) return {};
  return {
    picture_px: [of[0], of[1]],
    drawn: shapes.map((shape) => ({ shape: shape.tool, points_px: shape.points.map(([x, y]) => [round(x), round(y)]), ...measures(shape) })),
  };
}

/** Shapes back out of an observation's details: other programs may have written them, so nothing is taken on trust. */
export function drawnIn(told: Record<string, unknown>): { shapes: Shape[]; of: [number, number] | null } {
  const size = told['picture_px'];
  const of: [number, number] | null = Array.isArray(size) && typeof size[0] === 'number' && typeof size[1] === 'number' ? [size[0], size[1]] : null;
  const shapes: Shape[] = [];
  if (Array.isArray(told['drawn'])) {
    for (const one of told['drawn'] as unknown[]) {
      const { shape, points_px: points } = (one ?? {}) as { shape?: unknown; points_px?: unknown };
      if (typeof shape !== 'string' || !Object.hasOwn(NEEDS, shape) || !Array.isArray(points)) continue;
      const clean = (points as unknown[]).filter((point): point is Point => Array.isArray(point) && point.length === 2 && point.every((n) => typeof n === 'number' && Number.isFinite(n)));
      if (clean.length) shapes.push({ tool: shape as Tool, points: clean.slice(0, 400) });
    }
  }
  return { shapes, of };
}
