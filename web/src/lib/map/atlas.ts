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
  return feature(told, told.objects.countries);
}

export function world(detail: 'coarse' | 'fine'): Promise<FeatureCollection<Geometry, { name: string }>> {
  const address = detail === 'fine' ? fine : coarse;
  const found = kept.get(address) ?? countries(address);
  kept.set(address, found);
  // A failure is not kept: the next one who asks tries again.
  found.catch(() => kept.delete(address));
  return found;
}
