// Places as people paste them, and distances and directions on the ground. Longitude first inside; people are shown both, labelled.

export type LonLat = [number, number];

/** "50.4501, 30.5234", "50.4501N 30.5234E" or "lon 30.52 lat 50.45": null where it is neither. Latitude first, as maps print it. */
export function pasted(text: string): LonLat | null {
  const labelled = /lon\D*?(-?\d+(?:\.\d+)?).*?lat\D*?(-?\d+(?:\.\d+)?)/i.exec(text);
  if (labelled) return checked(Number(labelled[1]), Number(labelled[2]));
  const pair = /^\s*(-?\d+(?:\.\d+)?)\s*°?\s*([NS])?\s*[,;\s]\s*(-?\d+(?:\.\d+)?)\s*°?\s*([EW])?\s*$/i.exec(text);
  if (!pair) return null;
  const lat = Number(pair[1]) * (pair[2]?.toUpperCase() === 'S' ? -1 : 1);
  const lon = Number(pair[3]) * (pair[4]?.toUpperCase() === 'W' ? -1 : 1);
  return checked(lon, lat);
}

function checked(lon: number, lat: number): LonLat | null {
  return Math.abs(lon) <= 180 && Math.abs(lat) <= 90 ? [lon, lat] : null;
}

/** Several, one a line. null where a line cannot be read. */
export function pastedMany(text: string): LonLat[] | null {
  const made = text.split('\n').filter((line) => line.trim()).map(pasted);
  return made.every((one) => one !== null) ? (made as LonLat[]) : null;
}

export function shown([lon, lat]: LonLat): string {
  return `${Math.abs(lat).toFixed(6)}° ${lat < 0 ? 'S' : 'N'}, ${Math.abs(lon).toFixed(6)}° ${lon < 0 ? 'W' : 'E'}`;
}

const RADIUS_M = 6_371_008.8;
const rad = (degrees: number): number => (degrees * Math.PI) / 180;

export function metres(a: LonLat, b: LonLat): number {
  const [dLat, dLon] = [rad(b[1] - a[1]), rad(b[0] - a[0])];
  const h = Math.sin(dLat / 2) ** 2 + Math.cos(rad(a[1])) * Math.cos(rad(b[1])) * Math.sin(dLon / 2) ** 2;
  return 2 * RADIUS_M * Math.asin(Math.min(1, Math.sqrt(h)));
}

/** Degrees clockwise from north, at the start. */
export function bearing(a: LonLat, b: LonLat): number {
  const dLon = rad(b[0] - a[0]);
  const y = Math.sin(dLon) * Math.cos(rad(b[1]));
  const x = Math.cos(rad(a[1])) * Math.sin(rad(b[1])) - Math.sin(rad(a[1])) * Math.cos(rad(b[1])) * Math.cos(dLon);
  return ((Math.atan2(y, x) * 180) / Math.PI + 360) % 360;
}

export function onwards(from: LonLat, degrees: number, distance: number): LonLat {
  const [turn, lat, step] = [rad(degrees), rad(from[1]), distance / RADIUS_M];
  const lat2 = Math.asin(Math.sin(lat) * Math.cos(step) + Math.cos(lat) * Math.sin(step) * Math.cos(turn));
  const lon2 = rad(from[0]) + Math.atan2(Math.sin(turn) * Math.sin(step) * Math.cos(lat), Math.cos(step) - Math.sin(lat) * Math.sin(lat2));
  return [((((lon2 * 180) / Math.PI + 540) % 360) - 180), (lat2 * 180) / Math.PI];
}

/** What a camera at a place sees, as far as `reach` metres. */
export function wedge(from: LonLat, towards: number, view: number, reach: number): LonLat[] {
  const steps = Math.max(2, Math.ceil(view / 4));
  const arc = Array.from({ length: steps + 1 }, (_, i) => onwards(from, towards - view / 2 + (view * i) / steps, reach));
  return [from, ...arc, from];
}

export function circle(from: LonLat, reach: number): LonLat[] {
  return Array.from({ length: 49 }, (_, i) => onwards(from, (i * 360) / 48, reach));
}

export function middle(points: readonly LonLat[]): LonLat | null {
  if (points.length === 0) return null;
  return [points.reduce((sum, [lon]) => sum + lon, 0) / points.length, points.reduce((sum, [, lat]) => sum + lat, 0) / points.length];
}
