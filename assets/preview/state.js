// What the program tells. Decides when the page listens, to which view, and what it does when the program is gone.

const RETRY = 1000; // ms
const PATIENCE = 800; // ms without a program before it is called lost

const listeners = {};
let source = null;
let lost = null;

/** The newest state; null until there is one. */
export let state = null;

/**
 * Calls back on `state` (new, old), `drawing` (hash, text) of what the next state shows, `goto`, `job`, `conflict`, `lost`
 * (true or false), and `refused`: there is no project. */
export function on(name, listener) {
  (listeners[name] ??= []).push(listener);
}

/** Listens to a view; an empty name is the first view. */
export function listen(view) {
  source?.close();
  source = new EventSource(`events?${new URLSearchParams({ view })}`);
  source.addEventListener('open', () => found());
  source.addEventListener('error', () => missed(view));
  source.addEventListener('state', ({ data }) => {
    const before = state;
    state = JSON.parse(data);
    tell('state', state, before);
  });
  source.addEventListener('drawing', ({ data }) => {
    const end = data.indexOf('\n');
    tell('drawing', data.slice(0, end), data.slice(end + 1));
  });
  for (const name of ['goto', 'job', 'conflict']) {
    source.addEventListener(name, ({ data }) => tell(name, JSON.parse(data)));
  }
}

function missed(view) {
  const listening = source;
  const isRefused = listening.readyState === EventSource.CLOSED;
  if (isRefused && !state) return tell('refused');
  lost ??= setTimeout(() => tell('lost', true), PATIENCE);
  if (!isRefused) return;
  setTimeout(() => { if (source === listening) listen(view); }, RETRY);
}

function found() {
  clearTimeout(lost);
  lost = null;
  tell('lost', false);
}

function tell(name, ...what) {
  for (const listener of listeners[name] ?? []) listener(...what);
}
