// Two versions of a file. Decides how they are compared, and what may be chosen.

import { byId, make } from './elements.js';
import { difference } from './filetext.js';

const dialog = byId('conflict');

/** Asks which text counts: answers `theirs`, `mine`, or `edit`. */
export function ask(theirs, mine) {
  show(theirs, mine);
  dialog.returnValue = '';
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener('close', () => resolve(dialog.returnValue || 'edit'), { once: true });
  });
}

/** Shows both, and marks the lines that differ. */
function show(theirs, mine) {
  const { start, end, endOfEdited } = difference(theirs, mine);
  const from = theirs.lastIndexOf('\n', start - 1) + 1;
  fill(byId('theirs'), theirs, from, lineEnd(theirs, end));
  fill(byId('mine'), mine, from, lineEnd(mine, endOfEdited));
}

function lineEnd(text, at) {
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end;
}

function fill(place, text, start, end) {
  const changed = make('mark', {}, text.slice(start, end));
  place.replaceChildren(text.slice(0, start), changed, text.slice(end));
  requestAnimationFrame(() => { place.scrollTop = changed.offsetTop - place.clientHeight / 3; });
}

export function start() {
  byId('take-theirs').addEventListener('click', () => dialog.close('theirs'));
  byId('keep-mine').addEventListener('click', () => dialog.close('mine'));
  byId('edit-mine').addEventListener('click', () => dialog.close('edit'));
}
