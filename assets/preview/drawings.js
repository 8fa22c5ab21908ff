// Drawings of leaves. Decides how many are kept, and that each is fetched once: a drawing's name says what it shows.

const MOST = 80;

const kept = new Map();

/** The drawing of a hash, as an element of its own; null where the program has it no more. */
export async function drawing(hash) {
  const text = await textOf(hash);
  if (!text) return null;
  const parsed = new DOMParser().parseFromString(text, 'image/svg+xml').documentElement;
  return parsed.localName === 'svg' ? document.adoptNode(parsed) : null;
}

/** The address of a drawing. */
export const address = (hash) => `page/${hash}.svg`;

function textOf(hash) {
  const known = kept.get(hash) ?? fetched(hash);
  kept.delete(hash);
  kept.set(hash, known);
  if (kept.size > MOST) kept.delete(kept.keys().next().value);
  return known;
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
