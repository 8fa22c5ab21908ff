// Pages as spreads. Decides how leaves lie side by side, which one is looked at and stays in view whatever happens, and
// when a state counts as painted.

import { byId, make } from './elements.js';
import { draw, dropSlot, isDrawn, makeSlot, show, watch } from './leaves.js';
import { follow, pair } from './matching.js';
import { on, state } from './state.js';
import { announceChanged } from './tell.js';

const pages = byId('pages');
const turned = [];
const painted = [];
let slots = [];
let shown = null;
let aim = 0;
let toldOf = {};

/** Calls back with the leaf that is looked at now, whenever it is another one. */
export const onTurn = (listener) => turned.push(listener);

/** Calls back when what is seen of a new state was painted: what takes time can be done then. */
export const onPainted = (listener) => painted.push(listener);

/** The slot of a leaf. */
export const slotOf = (leaf) => slots[leaf];

/**
 * The leaf that is looked at: that in the middle of the window; of several side by side the one that was gone to, else
 * the last: what begins on a spread mostly goes on there. */
export function current() {
  const middle = pages.getBoundingClientRect().top + pages.clientHeight / 2;
  let [low, high] = [0, pages.children.length - 1];
  while (low < high) {
    const half = (low + high) >> 1;
    if (pages.children[half].getBoundingClientRect().bottom < middle) low = half + 1;
    else high = half;
  }
  const leaves = [...(pages.children[low]?.querySelectorAll('.leaf') ?? [])];
  const topOf = (leaf) => leaf.getBoundingClientRect().top;
  const first = leaves.find((leaf) => leaf.getBoundingClientRect().bottom >= middle) ?? leaves.at(-1);
  const beside = leaves.filter((leaf) => topOf(leaf) === topOf(first));
  return Number((beside.find((leaf) => leaf === slots[aim]?.leaf) ?? beside.at(-1))?.dataset.leaf ?? 0);
}

/** Of leaves side by side, this one is looked at from now on. */
export function lookAt(leaf) {
  aim = leaf;
  told();
}

/** Brings a leaf into the window; `y` (points) is what should be seen of it. */
export function goTo(leaf, y = null) {
  const slot = slots[leaf];
  if (!slot) return;
  aim = leaf;
  const [window, box] = [pages.getBoundingClientRect(), slot.getBoundingClientRect()];
  const at = y === null ? 0 : (y / slot.leaf.height) * box.height;
  const isWhole = box.height <= window.height;
  const above = isWhole ? (window.height - box.height) / 2 : Math.min(16, y === null ? 16 : window.height / 3 - at);
  pages.scrollTop += box.top - window.top - above;
  if (box.width > window.width) pages.scrollLeft += box.left - window.left - 16;
  draw(slot.leaf);
  told();
}

/** Brings a leaf into the window unless that place (points) is in it. */
export function reveal(leaf, y) {
  const slot = slots[leaf];
  if (!slot) return;
  const [window, box] = [pages.getBoundingClientRect(), slot.getBoundingClientRect()];
  const at = box.top + (y / slot.leaf.height) * box.height;
  if (at < window.top + 8 || at > window.bottom - 24 || box.right < window.left || box.left > window.right) goTo(leaf, y);
}

/** Turns to the next spread, or the one before (`by` is 1 or -1). */
export function turn(by) {
  const spreads = state?.spreads ?? [];
  const isSingle = getComputedStyle(pages).getPropertyValue('--single') === '1';
  const order = isSingle ? spreads.flat().map((leaf) => [leaf]) : spreads;
  const at = order.findIndex((spread) => spread.includes(current()));
  const next = order[Math.max(0, Math.min(order.length - 1, at + by))];
  if (next) goTo(next[0]);
}

/** Does something that moves leaves about; what is looked at stays where it is in the window. */
export function keepInView(leaf, change, leafAfter = () => leaf) {
  const place = slots[leaf]?.getBoundingClientRect();
  const middle = pages.getBoundingClientRect().top + pages.clientHeight / 2;
  const part = place ? (middle - place.top) / place.height : 0;
  const isBefore = pages.scrollTop === 0;
  change();
  const after = slots[leafAfter()]?.getBoundingClientRect();
  if (!place || !after || (isBefore && leafAfter() === leaf)) return;
  const moved = after.top + part * after.height - middle;
  if (Math.abs(moved) > 0.5) pages.scrollTop += moved;
}

/** Shows a state. */
function update(now, before) {
  const looked = current();
  const isSame = before && before.view === now.view;
  const to = before ? follow(looked, before, now) : 0;
  const olds = before?.leaves ?? [];
  const changed = isSame ? changedLeaves(olds, now.leaves) : [];
  keepInView(looked, () => lay(now, to - looked), () => to);
  aim = to;
  shown = now.version;
  document.body.classList.toggle('stale', !now.ok);
  const direction = now.rtl ? 'rtl' : 'ltr';
  if (pages.dir !== direction) pages.dir = direction;
  if (changed.length) announceChanged(changed.map((leaf) => now.leaves[leaf].label));
  noteElsewhere(changed);
  whenPainted();
  told();
}

/** Leaves that show something that stood nowhere before. */
function changedLeaves(olds, news) {
  const known = new Set(olds.map((leaf) => leaf.hash));
  return news.flatMap((leaf, n) => (known.has(leaf.hash) ? [] : [n]));
}

function lay(now, moved) {
  const pairs = pair(slots.map((slot) => slot.leaf.hash), now.leaves.map((leaf) => leaf.hash), moved);
  const before = slots;
  slots = pairs.map((n) => (n < 0 ? makeSlot() : before[n]));
  const used = new Set(slots);
  before.filter((slot) => !used.has(slot)).forEach(dropSlot);
  now.leaves.forEach((leaf, n) => show(slots[n], n, leaf));
  layOut(now.spreads);
}

/** Puts leaves into their spreads; a page alone lies on the side that it has in the book. */
function layOut(spreads) {
  const isBook = spreads.some((spread) => spread.length > 1);
  while (pages.children.length > spreads.length) pages.lastElementChild.remove();
  while (pages.children.length < spreads.length) pages.append(make('div', { className: 'spread' }));
  spreads.forEach((leaves, n) => {
    const spread = pages.children[n];
    const wanted = leaves.map((leaf) => slots[leaf]);
    const kind = leaves.length > 1 ? 'double' : isBook && (n === 0 ? 'recto' : 'verso');
    const isLoose = leaves.some((leaf) => state.leaves[leaf].trim);
    const names = ['spread', kind, isLoose && 'loose'].filter(Boolean).join(' ');
    if (spread.className !== names) spread.className = names;
    const isSame = spread.children.length === wanted.length && wanted.every((slot, k) => spread.children[k] === slot);
    if (!isSame) spread.replaceChildren(...wanted);
  });
}

/** Offers to go to the first page that changed, if none of those that changed is seen. */
function noteElsewhere(changed) {
  const seen = changed.some((leaf) => isSeen(slots[leaf].leaf));
  pages.dispatchEvent(new CustomEvent('elsewhere', { detail: changed.length && !seen ? changed[0] : null }));
}

function isSeen(leaf) {
  const [window, box] = [pages.getBoundingClientRect(), leaf.getBoundingClientRect()];
  return box.bottom > window.top && box.top < window.bottom && box.right > window.left && box.left < window.right;
}

/** Says so in the document when all that is seen of the newest state is drawn and painted. */
function whenPainted() {
  const version = shown;
  const isDone = visible().every((leaf) => isDrawn(leaf));
  if (!isDone || version === null) return;
  requestAnimationFrame(() => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      if (version !== shown || version === Number(document.documentElement.dataset.painted)) return;
      document.documentElement.dataset.painted = version;
      for (const listener of painted) listener();
    };
    port2.postMessage(null);
  });
}

function visible() {
  const at = slots[current()]?.parentElement;
  const around = [at?.previousElementSibling, at, at?.nextElementSibling].filter(Boolean);
  const leaves = around.flatMap((spread) => [...spread.querySelectorAll('.leaf')]).filter(isSeen);
  leaves.filter((leaf) => !isDrawn(leaf)).forEach(draw);
  return leaves;
}

function told() {
  const leaf = current();
  if (leaf === toldOf.leaf && shown === toldOf.version) return;
  toldOf = { leaf, version: shown };
  for (const listener of turned) listener(leaf);
}

export function start() {
  watch(pages, whenPainted);
  on('state', update);
  let waits = false;
  pages.addEventListener('scroll', () => {
    if (waits) return;
    waits = true;
    requestAnimationFrame(() => { waits = false; told(); });
  });
}
