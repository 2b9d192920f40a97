// Where we are, kept in the address after the #: screen, what it is about, and every filter. An address can be sent and gives the same screen.

export type Query = Record<string, string>;
export interface Place {
  screen: string;
  about: string;
  query: Query;
}

export function read(hash: string): Place {
  const [path = '', search = ''] = hash.replace(/^#\/?/, '').split('?', 2);
  const [screen = '', ...rest] = path.split('/');
  return {
    screen: safely(screen) || 'library',
    about: rest.map(safely).join('/'),
    query: Object.fromEntries(new URLSearchParams(search)),
  };
}

function safely(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

export function address(screen: string, about = '', query: Query = {}): string {
  const kept = Object.entries(query).filter(([, value]) => value !== '');
  const search = new URLSearchParams(kept).toString();
  const path = about ? `/${about.split('/').map(encodeURIComponent).join('/')}` : '';
  return `#/${encodeURIComponent(screen)}${path}${search ? `?${search}` : ''}`;
}

class Route {
  place = $state<Place>(read(location.hash));
  constructor() {
    addEventListener('hashchange', () => {
      this.place = read(location.hash);
    });
  }
  go(screen: string, about = '', query: Query = {}): void {
    location.hash = address(screen, about, query);
  }
  /** Changes filters in place: no new step in the history for each letter typed. */
  filter(changes: Query): void {
    const query = { ...this.place.query, ...changes };
    history.replaceState(null, '', address(this.place.screen, this.place.about, query));
    this.place = read(location.hash);
  }
}
export const route = new Route();
