// Drawings of leaves. Decides how many are kept, and that each is fetched once, or never where the program sent it: a
// drawing's name says what it shows.

import { on } from './state.js';

const MOST = 80;

const kept = new Map();

/** The address of a drawing. */
export const address = (hash) => `page/${hash}.svg`;

/** The text of a drawing; null where the program has it no more. */
export function drawing(hash) {
  const known = kept.get(hash) ?? fetched(hash);
  keep(hash, known);
  return known;
}

function keep(hash, drawn) {
  kept.delete(hash);
  kept.set(hash, drawn);
  if (kept.size > MOST) kept.delete(kept.keys().next().value);
}

async function fetched(hash) {
  try {
    const answer = await fetch(address(hash));
    if (answer.ok) return await answer.text();
  } catch {
    // The program is gone: the next state asks again.
  }
  kept.delete(hash);
  return null;
}

export function start() {
  on('drawing', (hash, text) => keep(hash, Promise.resolve(text)));
}
