// How large pages are. Decides the steps of the zoom, and that pages fit the window whatever becomes of it.

import { byId, make } from './elements.js';
import { current, goTo, keepInView, slotOf } from './pages.js';
import { on, state } from './state.js';
import { say } from './words.js';

const POINT = 96 / 72; // pixels at 100 %
const STEPS = [0.25, 0.33, 0.5, 0.67, 0.8, 1, 1.25, 1.5, 2, 3, 4, 6];
const ROOM = { width: 48, height: 40 }; // pixels around the pages

const pages = byId('pages');
const choice = byId('zoom');
let wanted = 'page';
let scale = 1;

/** Shows pages in a size: `page`, `width`, or a part of the true one. */
export function zoomTo(size) {
  wanted = size;
  apply();
  show();
}

/** The next step up or down (`by` is 1 or -1). */
export function step(by) {
  const next = by > 0 ? STEPS.find((size) => size > scale * 1.02) : STEPS.findLast((size) => size < scale * 0.98);
  if (next) zoomTo(next);
}

/** Whether whole pages are shown: then keys turn them. */
export const isWhole = () => wanted === 'page';

function apply() {
  const size = fitting();
  if (size === scale && pages.style.getPropertyValue('--scale')) return;
  const leaf = current();
  keepInView(leaf, () => {
    scale = size;
    pages.style.setProperty('--scale', size * POINT);
  });
  if (isWhole() && slotOf(leaf) && pages.scrollTop > 0) goTo(leaf);
}

function fitting() {
  if (typeof wanted === 'number') return wanted;
  const isSingle = getComputedStyle(pages).getPropertyValue('--single') === '1';
  const { leaves = [], spreads = [] } = state ?? {};
  const widthOf = (spread) => spread.reduce((sum, leaf) => sum + leaves[leaf].w, 0);
  const widest = isSingle ? Math.max(0, ...leaves.map(({ w }) => w)) : Math.max(0, ...spreads.map(widthOf));
  const highest = Math.max(0, ...leaves.map(({ h }) => h));
  if (!widest || !highest) return scale;
  const room = isSingle ? 24 : ROOM.width;
  const width = Math.max(80, pages.clientWidth - room) / (widest * POINT);
  const height = Math.max(80, pages.clientHeight - ROOM.height) / (highest * POINT);
  return wanted === 'width' ? width : Math.min(width, height);
}

function show() {
  const percent = Math.round(scale * 100);
  const sizes = [['page', say('whole_page')], ['width', say('page_width')]];
  const steps = STEPS.includes(wanted) || typeof wanted === 'string' ? STEPS : [...STEPS, wanted].sort((a, b) => a - b);
  const options = [...sizes, ...steps.map((size) => [String(size), `${Math.round(size * 100)} %`])];
  choice.replaceChildren(...options.map(([value, text]) => make('option', { value, textContent: text })));
  choice.value = String(wanted);
  choice.title = `${say('zoom')}: ${percent} %`;
}

export function start() {
  show();
  choice.addEventListener('change', () => zoomTo(Number(choice.value) || choice.value));
  byId('smaller').addEventListener('click', () => step(-1));
  byId('larger').addEventListener('click', () => step(1));
  pages.addEventListener('wheel', (event) => {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    zoomTo(Math.min(STEPS.at(-1), Math.max(STEPS[0], scale * Math.exp(-event.deltaY / 400))));
  }, { passive: false });
  new ResizeObserver(apply).observe(pages);
  on('state', apply);
}
