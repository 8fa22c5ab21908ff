// Leaves as elements. Decides which of them hold their drawing: those near the window; and how a drawing is put in the
// place of an older one.

import { make } from './elements.js';
import { drawing } from './drawings.js';
import { drawn, redraw } from './redraw.js';
import { say } from './words.js';

const NEAR = '120% 0px'; // of the window's height, above and below

const near = new Set();
let watcher = null;
let whenDrawn = () => {};

/** Draws leaves that come near the window of `pages`, and calls back when one was drawn. */
export function watch(pages, afterwards) {
  whenDrawn = afterwards;
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
  // Nothing is written that stands already: of a thousand leaves, one changes.
  if (leaf.index !== index) leaf.dataset.leaf = leaf.index = index;
  if (leaf.label !== label) leaf.ariaLabel = say('page_named', { page: leaf.label = label });
  if (leaf.width !== w || leaf.height !== h) {
    Object.assign(leaf, { width: w, height: h });
    slot.style.setProperty('--w', w);
    slot.style.setProperty('--h', h);
  }
  if (leaf.hash === hash) return;
  leaf.dataset.hash = leaf.hash = hash;
  if (near.has(leaf)) draw(leaf);
}

/** Whether a leaf shows what it should. */
export const isDrawn = (leaf) => leaf.drawn === leaf.hash;

/** Draws a leaf now, though it may not be near the window yet. */
export async function draw(leaf) {
  const { hash } = leaf;
  if (leaf.drawn === hash) return;
  const text = await drawing(hash);
  if (!text || leaf.hash !== hash || leaf.drawn === hash) return;
  if (!leaf.svg || !redraw(leaf.svg, leaf.text, text)) put(leaf, drawn(text));
  Object.assign(leaf, { text, drawn: hash });
  whenDrawn(leaf);
}

function put(leaf, svg) {
  svg.setAttribute('aria-hidden', 'true');
  if (leaf.svg) leaf.svg.replaceWith(svg);
  else leaf.prepend(svg);
  leaf.svg = svg;
}

function empty(leaf) {
  leaf.svg?.remove();
  Object.assign(leaf, { svg: null, text: null, drawn: null });
}
