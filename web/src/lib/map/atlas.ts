// The map every case has: coasts and borders of Natural Earth, carried with the program. Nothing is fetched from elsewhere.
import type { FeatureCollection, Geometry } from 'geojson';
import { feature } from 'topojson-client';
import type { GeometryCollection, Topology } from 'topojson-specification';
import coarse from 'world-atlas/countries-50m.json?url';
import fine from 'world-atlas/countries-10m.json?url';

const kept = new Map<string, Promise<FeatureCollection<Geometry, { name: string }>>>();

async function countries(address: string): Promise<FeatureCollection<Geometry, { name: string }>> {
  const response = await fetch(address, { credentials: 'same-origin' });
  if (!response.ok) throw new Error(`the map of the world is not there (${response.status})`);
  const told = (await response.json()) as Topology<{ countries: GeometryCollection<{ name: string }> }>;
  const made = feature(told, told.objects.countries);
  return { ...made, features: made.features.map((one) => ({ ...one, geometry: flat(one.geometry) })) };
}

type Ring = number[][];
const MOST_NORTH = 85.05;

/** A ring that crosses the 180th meridian is drawn on beyond it, not straight across the map; the pole is cut off. */
export function unrolled(ring: Ring): Ring {
  let turn = 0;
  return ring.map(([lon = 0, lat = 0], i) => {
    const before = ring[i - 1]?.[0];
    if (before !== undefined) {
      if (lon - before > 180) turn -= 360;
      else if (lon - before < -180) turn += 360;
    }
    return [lon + turn, Math.max(-MOST_NORTH, Math.min(MOST_NORTH, lat))];
  });
}

function flat(shape: Geometry): Geometry {
  if (shape.type === 'Polygon') return { type: 'MultiPolygon', coordinates: both(shape.coordinates) };
  if (shape.type === 'MultiPolygon') return { type: 'MultiPolygon', coordinates: shape.coordinates.flatMap(both) };
  return shape;
}

/** One polygon, and once more on the other side where it reaches over the edge. */
function both(polygon: Ring[]): Ring[][] {
  const made = polygon.map(unrolled);
  const outer = made[0] ?? [];
  const [west, east] = [Math.min(...outer.map((one) => one[0] ?? 0)), Math.max(...outer.map((one) => one[0] ?? 0))];
  // Round the pole: closed along the edge of the map instead of across it.
  const first = outer[0]?.[0] ?? 0;
  const last = outer[outer.length - 1]?.[0] ?? 0;
  if (Math.abs(last - first) > 180) {
    const edge = (outer[0]?.[1] ?? 0) < 0 ? -MOST_NORTH : MOST_NORTH;
    return [[[...outer, [last, edge], [first, edge], outer[0] ?? [first, edge]]]];
  }
  const shift = east > 180 ? -360 : west < -180 ? 360 : 0;
  return shift ? [made, made.map((ring) => ring.map(([lon = 0, lat = 0]) => [lon + shift, lat]))] : [made];
}

export function world(detail: 'coarse' | 'fine'): Promise<FeatureCollection<Geometry, { name: string }>> {
  const address = detail === 'fine' ? fine : coarse;
  const found = kept.get(address) ?? countries(address);
  kept.set(address, found);
  // A failure is not kept: the next one who asks tries again.
  found.catch(() => kept.delete(address));
  return found;
}
