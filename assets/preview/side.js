// The column beside the pages: contents, small pages, findings. Decides which of the three is seen, and where the column
// lies over the pages: in a narrow window, until something was chosen in it.

import { byId } from './elements.js';
import { say } from './words.js';

const NARROW = matchMedia('(max-width: 900px)');

const tabs = ['contents', 'thumbs', 'faults'];
const opened = {};

/** Calls back when a tab is opened. */
export const onOpen = (name, listener) => { opened[name] = listener; };

/** Shows one of the three. */
export function open(name, takesFocus = false) {
  for (const tab of tabs) {
    const isIt = tab === name;
    byId(`tab-${tab}`).ariaSelected = isIt;
    byId(`tab-${tab}`).tabIndex = isIt ? 0 : -1;
    byId(`${tab}-panel`).hidden = !isIt;
  }
  reveal(true);
  opened[name]?.();
  if (takesFocus) byId(`tab-${name}`).focus();
}

/** Whether a tab is seen. */
export const isOpen = (name) => !byId(`${name}-panel`).hidden && document.body.classList.contains('with-side');

/** In a narrow window, takes the column away once something was chosen in it; answers whether it did. */
export function yieldToPages() {
  const does = NARROW.matches && document.body.classList.contains('with-side');
  if (does) reveal(false);
  return does;
}

function reveal(isShown) {
  document.body.classList.toggle('with-side', isShown);
  byId('show-side').ariaExpanded = isShown;
  byId('show-side').ariaLabel = byId('show-side').title = say(isShown ? 'hide_side' : 'show_side');
}

function step(event) {
  const at = tabs.findIndex((tab) => byId(`tab-${tab}`) === document.activeElement);
  const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!by || at < 0) return;
  event.stopPropagation();
  open(tabs[(at + by + tabs.length) % tabs.length], true);
}

export function start() {
  for (const tab of tabs) byId(`tab-${tab}`).addEventListener('click', () => open(tab));
  byId('side').addEventListener('keydown', step);
  byId('show-side').addEventListener('click', () => reveal(!document.body.classList.contains('with-side')));
  reveal(!NARROW.matches);
  NARROW.addEventListener('change', () => reveal(!NARROW.matches));
}
