// What was typed and not yet acknowledged: kept in this browser until the server says that it is in the log.

const PREFIX = 'firsthand.unsent.';

export interface Unsent<T> {
  /** Sent with the entry: the same key sent again enters nothing twice. */
  key: string;
  body: T;
  /** It was sent at least once, and no answer came: the server may have it. */
  sent: boolean;
}

export function keep<T>(place: string, body: T): Unsent<T> {
  const kept = recall<T>(place);
  // What was sent and then changed is another entry: under the old key the change would be lost.
  const same = kept !== null && (!kept.sent || JSON.stringify(kept.body) === JSON.stringify(body));
  const made: Unsent<T> = { key: same ? kept.key : crypto.randomUUID(), body, sent: same ? kept.sent : false };
  localStorage.setItem(PREFIX + place, JSON.stringify(made));
  return made;
}

export function sending<T>(place: string, body: T): string {
  const made = keep(place, body);
  localStorage.setItem(PREFIX + place, JSON.stringify({ ...made, sent: true }));
  return made.key;
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
