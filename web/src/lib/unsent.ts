// What was typed and not yet acknowledged: kept in this browser until the server says that it is in the log.

const PREFIX = 'firsthand.unsent.';

export interface Unsent<T> {
  key: string;
  body: T;
}

export function keep<T>(place: string, body: T): void {
  const kept = recall<T>(place);
  localStorage.setItem(PREFIX + place, JSON.stringify({ key: kept?.key ?? crypto.randomUUID(), body }));
}

export function recall<T>(place: string): Unsent<T> | null {
  try {
    const kept = JSON.parse(localStorage.getItem(PREFIX + place) ?? 'null') as Unsent<T> | null;
    return kept && typeof kept.key === 'string' ? kept : null;
  } catch {
    return null;
  }
}

export function forget(place: string): void {
  localStorage.removeItem(PREFIX + place);
}
