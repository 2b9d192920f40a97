// Exchanges the one-time token of the printed address for a cookie that scripts cannot read.

const TOKEN = /^#\/?token=([\w-]+)(?:&to=(.*))?$/;

export async function enter(): Promise<void> {
  const found = TOKEN.exec(location.hash);
  if (!found) return;
  history.replaceState(null, '', `/#${found[2] ? decodeURIComponent(found[2]) : ''}`);
  // A refusal shows itself: the first question is then answered with web.no-session and its hint.
  await fetch('/api/session', {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-firsthand': '1' },
    credentials: 'same-origin',
    body: JSON.stringify({ token: found[1] }),
  }).catch(() => undefined);
}
