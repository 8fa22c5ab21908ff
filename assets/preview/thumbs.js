// Small pages to choose from. Decides that they are drawn only while they are looked at, and lazily.

import { address } from './drawings.js';
import { byId, make } from './elements.js';
import { goTo, onTurn } from './pages.js';
import { isOpen, onOpen, yieldToPages } from './side.js';
import { on, state } from './state.js';
import { say } from './words.js';

const list = byId('thumbs');
let marked = -1;

function show() {
  if (!state || !isOpen('thumbs')) return;
  while (list.children.length > state.spreads.length) list.lastElementChild.remove();
  while (list.children.length < state.spreads.length) list.append(make('li'));
  state.spreads.forEach((leaves, n) => showSpread(list.children[n], leaves));
  mark(marked);
}

function showSpread(row, leaves) {
  while (row.children.length > leaves.length) row.lastElementChild.remove();
  while (row.children.length < leaves.length) row.append(thumb());
  leaves.forEach((leaf, n) => showThumb(row.children[n], leaf));
}

function thumb() {
  const made = make('button', { type: 'button' },
    make('img', { alt: '', loading: 'lazy', decoding: 'async' }), make('span', {}));
  made.addEventListener('click', () => {
    yieldToPages();
    goTo(Number(made.dataset.thumb));
  });
  return made;
}

function showThumb(made, leaf) {
  const { hash, w, h, label } = state.leaves[leaf];
  const image = made.querySelector('img');
  made.dataset.thumb = leaf;
  made.ariaLabel = say('page_named', { page: label });
  made.querySelector('span').textContent = label;
  image.style.aspectRatio = `${w} / ${h}`;
  if (image.dataset.hash === hash) return;
  image.dataset.hash = hash;
  image.src = address(hash);
}

function mark(leaf) {
  marked = leaf;
  if (!isOpen('thumbs')) return;
  list.querySelector('[aria-current]')?.removeAttribute('aria-current');
  const made = list.querySelector(`[data-thumb="${leaf}"]`);
  made?.setAttribute('aria-current', 'true');
  made?.scrollIntoView({ block: 'nearest' });
}

export function start() {
  onOpen('thumbs', show);
  on('state', show);
  onTurn(mark);
}
