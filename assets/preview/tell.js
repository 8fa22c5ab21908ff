// What the page says by itself. Decides what is read out to those who do not see it, and how a failure is shown.

import { byId } from './elements.js';
import { count, say } from './words.js';

const QUIET = 700; // ms: while somebody types, changes are told once
const MOST_NAMED = 3;

let waiting = null;
let pages = new Set();
let faults = '';

/** Reads a text out. */
export function announce(text) {
  byId('live').textContent = text;
}

/** Reads out, once it is quiet, which pages changed. */
export function announceChanged(labels) {
  for (const label of labels) pages.add(label);
  later();
}

/** Reads out, once it is quiet, how many errors and warnings there are. */
export function announceFaults(errors, warnings) {
  faults = [errors && count('errors', errors), warnings && count('warnings', warnings)].filter(Boolean).join(', ');
  faults ||= say('no_findings');
  later();
}

function later() {
  clearTimeout(waiting);
  waiting = setTimeout(() => {
    const named = [...pages].slice(0, MOST_NAMED).map((page) => say('page_changed', { page }));
    const more = pages.size > MOST_NAMED ? [count('more_pages', pages.size - MOST_NAMED)] : [];
    announce([...named, ...more, faults].filter(Boolean).join('. '));
    pages = new Set();
    faults = '';
  }, QUIET);
}

/** Shows a failure until it is closed. */
export function complain(error) {
  byId('said-text').textContent = error.message;
  byId('said').hidden = false;
}

/** Does something that may fail, and shows what failed. */
export async function attempt(work) {
  try {
    return await work();
  } catch (error) {
    complain(error);
    return undefined;
  }
}

export function start() {
  byId('said-close').addEventListener('click', () => { byId('said').hidden = true; });
}
