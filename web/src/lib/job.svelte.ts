// A long job that this page started: followed until it ends, by asking, so that a lost stream loses nothing.
import { api, Fault, type S } from './api/client';
import { faultOf } from './load.svelte';

const PAUSE = 500;

export class Job {
  row = $state.raw<S['JobRow'] | null>(null);
  fault = $state.raw<Fault | null>(null);
  get running(): boolean {
    return this.row?.state === 'running';
  }

  /** Ends with the row of a job that is done, or null where it failed or was stopped: `fault` then says why. */
  async run(start: () => Promise<S['JobRow']>): Promise<S['JobRow'] | null> {
    this.fault = null;
    try {
      let row = await start();
      this.row = row;
      while (row.state === 'running') {
        await new Promise((wake) => setTimeout(wake, PAUSE));
        row = await api.get('/api/jobs/{job}', { path: { job: row.id } });
        this.row = row;
      }
      if (row.state === 'done') return row;
      this.fault = new Fault(row.code || 'web.job', row.says || row.state, row.hint, 0);
    } catch (cause) {
      this.fault = faultOf(cause);
      this.row = null;
    }
    return null;
  }
  async stop(): Promise<void> {
    if (this.row) await api.post('/api/jobs/{job}/stop', undefined as never, { path: { job: this.row.id } }).catch(() => undefined);
  }
}
