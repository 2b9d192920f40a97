// The case that is open: asked once, asked again when the server says that it has grown.
import { api, type S } from './api/client';
import { Load } from './load.svelte';

class CaseState {
  load = new Load<S['CaseSummary']>();
  /** Changes whenever anything was entered, by this window or another: screens ask again when it does. */
  version = $state('');
  jobs = $state.raw<S['JobRow'][]>([]);
  answers = $state(true);
  #events: EventSource | null = null;

  get value(): S['CaseSummary'] | null {
    return this.load.value;
  }
  get canWrite(): boolean {
    return this.load.value?.can_write ?? false;
  }
  async refresh(): Promise<void> {
    const value = await this.load.ask((signal) => api.get('/api/case', { signal }));
    if (value) this.version = value.version;
  }
  listen(): () => void {
    const events = new EventSource('/api/events');
    this.#events = events;
    events.onopen = () => {
      if (!this.answers) void this.refresh();
      this.answers = true;
    };
    events.onerror = () => (this.answers = false);
    events.addEventListener('case', () => void this.refresh());
    events.addEventListener('jobs', (event) => {
      try {
        this.jobs = JSON.parse((event as MessageEvent<string>).data) as S['JobRow'][];
      } catch {
        // A torn event: the next one tells all of it again.
      }
    });
    return () => this.#events?.close();
  }
}
export const theCase = new CaseState();
