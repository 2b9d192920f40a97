// The library's rows as they are asked for: a page ahead of the reader, copies put in where a recording is opened.
import { SvelteMap } from 'svelte/reactivity';
import { api, type S } from '../../lib/api/client';
import { faultOf } from '../../lib/load.svelte';
import type { Fault } from '../../lib/api/client';
import type { Query } from '../../lib/route.svelte';

const FIRST = 120;
const PAGE = 500;

export class Shelf {
  rows = $state.raw<S['LibraryRow'][]>([]);
  total = $state(0);
  facets = $state.raw<S['LibraryPage']['facets']>({});
  fault = $state.raw<Fault | null>(null);
  busy = $state(false);
  ready = $state(false);
  opened = new SvelteMap<string, S['LibraryRow'][]>();
  #next: string | null = null;
  #turn = 0;
  #query: Query = {};

  /** Rows in the order shown; where nothing is opened the very same array, however long. */
  list = $derived.by<S['LibraryRow'][]>(() => {
    if (this.opened.size === 0) return this.rows;
    return this.rows.flatMap((row) => [row, ...this.copies(row)]);
  });
  /** Copies that are shown beneath their recording. */
  under = $derived(new Set(this.opened.size === 0 ? [] : this.rows.flatMap((row) => this.copies(row).map((copy) => copy.file))));
  /** Rows not yet fetched are counted, so that the scroll bar is as long as the case. */
  length = $derived(this.list.length + Math.max(0, this.total - this.rows.length));

  private copies(row: S['LibraryRow']): S['LibraryRow'][] {
    return (row.recording ? (this.opened.get(row.recording) ?? []) : []).filter((copy) => copy.file !== row.file);
  }

  private asked(query: Query): Record<string, string | number | boolean> {
    const { file: _file, ...filters } = query;
    return filters;
  }

  async start(query: Query, quiet = false): Promise<void> {
    const turn = (this.#turn += 1);
    this.#query = query;
    this.busy = true;
    if (!quiet) this.opened.clear();
    try {
      // After a change elsewhere as much is asked again as was there, so that the reader's place stays.
      const limit = quiet ? Math.min(PAGE, Math.max(FIRST, this.rows.length)) : FIRST;
      const page = await api.get('/api/files', { query: { ...this.asked(query), limit } });
      if (turn !== this.#turn) return;
      this.rows = page.rows;
      this.total = page.total;
      this.facets = page.facets;
      this.#next = page.next ?? null;
      this.fault = null;
      this.ready = true;
    } catch (cause) {
      if (turn === this.#turn) this.fault = faultOf(cause);
    } finally {
      if (turn === this.#turn) this.busy = false;
    }
  }

  /** Asks on until row `last` is there. */
  async need(last: number): Promise<void> {
    if (this.busy || this.#next === null) return;
    const turn = this.#turn;
    this.busy = true;
    try {
      while (this.#next !== null && this.list.length < last && turn === this.#turn) {
        const after: string = this.#next;
        const page = await api.get('/api/files', { query: { ...this.asked(this.#query), after, limit: PAGE, facets: false } });
        if (turn !== this.#turn) return;
        this.rows = [...this.rows, ...page.rows];
        this.#next = page.next ?? null;
        // What the count promised and the pages did not hold: the bar shrinks to the truth.
        this.total = this.#next === null ? this.rows.length : page.total;
      }
    } catch (cause) {
      if (turn === this.#turn) this.fault = faultOf(cause);
    } finally {
      if (turn === this.#turn) this.busy = false;
    }
  }

  async toggle(recording: string): Promise<void> {
    if (this.opened.has(recording)) {
      this.opened.delete(recording);
      return;
    }
    try {
      const page = await api.get('/api/files', { query: { recording, collapse: false, limit: PAGE, facets: false } });
      this.opened.set(recording, page.rows);
    } catch (cause) {
      this.fault = faultOf(cause);
    }
  }
}
