import '@fontsource-variable/noto-sans/wght.css';
import '@fontsource-variable/noto-sans-arabic/wght.css';
import '@fontsource-variable/noto-sans-mono/wght.css';
import './app.css';
import { mount } from 'svelte';
import { enter } from './lib/api/session';

// The token leaves the address before anything is drawn: it must not stay in the history or be copied along.
await enter();
const { default: App } = await import('./App.svelte');
mount(App, { target: document.getElementById('app')! });
