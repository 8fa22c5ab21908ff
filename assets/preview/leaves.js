// Leaves as elements. Decides which of them hold their drawing: those near the window; and how a drawing is put in the
// place of an older one.

import { make } from './elements.js';
import { drawing } from './drawings.js';
import { say } from './words.js';

const NEAR = '120% 0px'; // of the window's height, above and below

const near = new Set();
let watcher = null;
let drawn = () => {};

/** Draws leaves that come near the window of `pages`, and calls back when one was drawn. */
export function watch(pages, afterwards) {
  drawn = afterwards;
  watcher = new IntersectionObserver(note, { root: pages, rootMargin: NEAR });
}

function note(entries) {
  for (const { target, isIntersecting } of entries) {
    if (isIntersecting) near.add(target);
    else near.delete(target);
    if (isIntersecting) draw(target);
    else empty(target);
  }
}

/** A new leaf in its slot; the slot also holds the flags of its faults, which stand beside the picture. */
export function makeSlot() {
  const leaf = make('div', { className: 'leaf', role: 'img' });
  const slot = make('div', { className: 'slot' }, leaf, make('div', { className: 'flags' }));
  slot.leaf = leaf;
  watcher.observe(leaf);
  return slot;
}

/** Takes a leaf out of the document. */
export function dropSlot(slot) {
  watcher.unobserve(slot.leaf);
  near.delete(slot.leaf);
  slot.remove();
}

/** Makes a slot show a leaf of a state; its old drawing stays until the new one is there. */
export function show(slot, index, { hash, w, h, label }) {
  const { leaf } = slot;
  leaf.dataset.leaf = index;
  leaf.ariaLabel = say('page_named', { page: label });
  if (leaf.width !== w || leaf.height !== h) {
    Object.assign(leaf, { width: w, height: h });
    slot.style.setProperty('--w', w);
    slot.style.setProperty('--h', h);
  }
  if (leaf.dataset.hash === hash) return;
  leaf.dataset.hash = hash;
  if (near.has(leaf)) draw(leaf);
}

/** Whether a leaf shows what it should. */
export const isDrawn = (leaf) => leaf.drawn === leaf.dataset.hash;

/** Draws a leaf now, though it may not be near the window yet. */
export async function draw(leaf) {
  const { hash } = leaf.dataset;
  if (leaf.drawn === hash) return;
  const svg = await drawing(hash);
  if (!svg || leaf.dataset.hash !== hash || leaf.drawn === hash) return;
  svg.setAttribute('aria-hidden', 'true');
  const old = leaf.querySelector(':scope > svg');
  if (old) old.replaceWith(svg);
  else leaf.prepend(svg);
  leaf.drawn = hash;
  drawn(leaf);
}

function empty(leaf) {
  leaf.querySelector(':scope > svg')?.remove();
  leaf.drawn = null;
}
