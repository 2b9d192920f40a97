// The only way out of the page: our own server, same origin. Everything else is refused by the page's policy.

import type { components, paths } from './openapi';

/** The server's own types, by name. */
export type S = components['schemas'];

type Answer<O> = O extends { responses: { 200: { content: { 'application/json': infer R } } } } ? R : never;
type QueryOf<O> = O extends { parameters: { query?: infer Q } } ? Q : never;
type PathOf<O> = O extends { parameters: { path: infer P } } ? P : Record<string, never>;
type BodyOf<O> = O extends { requestBody: { content: infer C } } ? C[keyof C] : undefined;
type With<M extends 'get' | 'post' | 'put'> = { [P in keyof paths]: paths[P] extends Record<M, infer O> ? (O extends undefined ? never : P) : never }[keyof paths];
type Does<P extends keyof paths, M extends 'get' | 'post' | 'put'> = paths[P][M & keyof paths[P]];

export interface Ask<O> {
  path?: PathOf<O>;
  query?: QueryOf<O>;
  signal?: AbortSignal;
}

export class Fault extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly hint: string,
    readonly status: number,
  ) {
    super(message);
    this.name = 'Fault';
  }
}

type Value = string | number | boolean | null | undefined;
export type Asked = Record<string, Value | readonly string[]>;

export function path(template: string, parts: Record<string, string | number> = {}): string {
  return template.replace(/\{(\w+)\}/g, (whole, name: string) => (name in parts ? encodeURIComponent(String(parts[name])) : whole));
}

export function search(asked: Asked = {}): string {
  const made = new URLSearchParams();
  for (const [name, value] of Object.entries(asked)) {
    if (value === undefined || value === null || value === '') continue;
    if (Array.isArray(value)) for (const one of value) made.append(name, one);
    else made.set(name, String(value));
  }
  const text = made.toString();
  return text ? `?${text}` : '';
}

const HEADERS = { accept: 'application/json', 'x-firsthand': '1' };

async function answer<T>(request: Promise<Response>): Promise<T> {
  let response: Response;
  try {
    response = await request;
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === 'AbortError') throw cause;
    throw new Fault('web.no-server', 'The server does not answer.', 'Start it again with `firsthand serve`; what you typed is still here.', 0);
  }
  const type = response.headers.get('content-type') ?? '';
  if (!response.ok) throw await fault(response, type);
  if (response.status === 204) return undefined as T;
  if (!type.includes('json')) throw new Fault('web.not-json', 'The server answered something that is not JSON.', 'Reload the page.', response.status);
  return (await response.json()) as T;
}

async function fault(response: Response, type: string): Promise<Fault> {
  if (type.includes('json')) {
    const body = (await response.json().catch(() => null)) as { code?: unknown; message?: unknown; hint?: unknown } | null;
    if (body && typeof body.code === 'string') {
      return new Fault(body.code, String(body.message ?? ''), String(body.hint ?? ''), response.status);
    }
  }
  return new Fault('web.status', `The server answered ${response.status} ${response.statusText}`.trim() + '.', '', response.status);
}

function address<O>(template: string, ask: Ask<O>): string {
  return path(template, (ask.path ?? {}) as Record<string, string | number>) + search((ask.query ?? {}) as Asked);
}

export const api = {
  get: <P extends With<'get'>>(template: P, ask: Ask<Does<P, 'get'>> = {}): Promise<Answer<Does<P, 'get'>>> =>
    answer(fetch(address(template, ask), { headers: HEADERS, credentials: 'same-origin', cache: 'no-store', ...(ask.signal ? { signal: ask.signal } : {}) })),

  /** `key` makes a repeat harmless: the same key enters nothing twice. Pass the one kept with what was typed. */
  post: <P extends With<'post'>>(template: P, body: BodyOf<Does<P, 'post'>>, ask: Ask<Does<P, 'post'>> & { key?: string } = {}): Promise<Answer<Does<P, 'post'>>> => {
    const raw = (body as unknown) instanceof Blob;
    return answer(
      fetch(address(template, ask), {
        method: 'POST',
        headers: { ...HEADERS, 'content-type': raw ? 'application/octet-stream' : 'application/json', 'idempotency-key': ask.key ?? crypto.randomUUID() },
        credentials: 'same-origin',
        ...(body === undefined ? {} : { body: raw ? (body as unknown as Blob) : JSON.stringify(body) }),
      }),
    );
  },
};

/** Addresses of evidence. `uncover` says plainly that the viewer asked to see it; without it the server refuses what is covered. */
export const evidence = {
  kept: (file: string, still: string, uncover: boolean): string => `/api/files/${file}/stills/${still}${search({ uncover: uncover || null })}`,
  still: (file: string, at: number, uncover: boolean, width?: number): string => `/api/files/${file}/frames/${at}/still.png${search({ width, uncover: uncover || null })}`,
  media: (file: string, uncover: boolean): string => `/api/files/${file}/media${search({ uncover: uncover || null })}`,
  copy: (file: string, uncover: boolean): string => `/api/files/${file}/viewing/media${search({ uncover: uncover || null })}`,
  download: (file: string): string => `/api/files/${file}/download`,
};
