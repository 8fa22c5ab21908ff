// Two versions of a file. Decides how they are compared, and what may be chosen.

import { byId, make } from './elements.js';

const dialog = byId('conflict');

/** Asks which text counts: answers `theirs`, `mine`, or `edit`; nothing if it was closed without a choice. */
export function ask(theirs, mine) {
  show(theirs, mine);
  dialog.returnValue = '';
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener('close', () => resolve(dialog.returnValue), { once: true });
  });
}

/** Shows both, and marks the lines that differ. */
function show(theirs, mine) {
  const [left, right] = [theirs.split('\n'), mine.split('\n')];
  const common = commonLines(left, right);
  fill(byId('theirs'), left, new Set(common.map(([n]) => n)));
  fill(byId('mine'), right, new Set(common.map(([, n]) => n)));
}

/** Lines that stand in both, as pairs of places: those before and after all changes, and of the rest the longest row. */
function commonLines(left, right) {
  const most = Math.min(left.length, right.length);
  let start = 0;
  while (start < most && left[start] === right[start]) start += 1;
  let same = 0;
  while (same < most - start && left.at(-1 - same) === right.at(-1 - same)) same += 1;
  const middle = longestRow(left.slice(start, left.length - same), right.slice(start, right.length - same));
  return [
    ...Array.from({ length: start }, (_, n) => [n, n]),
    ...middle.map(([i, j]) => [start + i, start + j]),
    ...Array.from({ length: same }, (_, n) => [left.length - 1 - n, right.length - 1 - n]),
  ];
}

/** The longest row of lines that stand in both, as pairs of places. */
function longestRow(left, right) {
  const lengths = left.map(() => new Uint32Array(right.length + 1));
  lengths.push(new Uint32Array(right.length + 1));
  for (let i = left.length - 1; i >= 0; i -= 1) {
    for (let j = right.length - 1; j >= 0; j -= 1) {
      lengths[i][j] = left[i] === right[j] ? lengths[i + 1][j + 1] + 1 : Math.max(lengths[i + 1][j], lengths[i][j + 1]);
    }
  }
  const pairs = [];
  for (let [i, j] = [0, 0]; i < left.length && j < right.length;) {
    if (left[i] === right[j]) pairs.push([i++, j++]);
    else if (lengths[i + 1][j] >= lengths[i][j + 1]) i += 1;
    else j += 1;
  }
  return pairs;
}

function fill(place, lines, common) {
  place.replaceChildren(...lines.map((line, n) => (common.has(n) ? `${line}\n` : make('mark', {}, `${line}\n`))));
  const first = place.querySelector('mark');
  requestAnimationFrame(() => { if (first) place.scrollTop = first.offsetTop - place.clientHeight / 3; });
}

export function start() {
  byId('take-theirs').addEventListener('click', () => dialog.close('theirs'));
  byId('keep-mine').addEventListener('click', () => dialog.close('mine'));
  byId('edit-mine').addEventListener('click', () => dialog.close('edit'));
}
