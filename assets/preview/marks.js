// The paragraph that is worked on, as it stands on the pages. Decides when it is marked and when the mark goes.

import { make } from './elements.js';
import { goTo, reveal, slotOf } from './pages.js';
import { on, state } from './state.js';

let marked = [];

/** Marks boxes on their leaves, in place of those that were marked. */
export function mark(boxes) {
  clear();
  marked = boxes.filter(({ leaf }) => slotOf(leaf)).map(({ leaf, x, y, w, h }) => {
    const { leaf: at } = slotOf(leaf);
    const box = make('div', { className: 'mark' });
    const [across, down] = [100 / at.width, 100 / at.height];
    Object.assign(box.style, {
      left: `${x * across}%`, top: `${y * down}%`, width: `${w * across}%`, height: `${h * down}%`,
    });
    at.append(box);
    return box;
  });
}

/** Takes all marks away. */
export function clear() {
  for (const box of marked) box.remove();
  marked = [];
}

/** Marks boxes and brings the first one into the window, even if it is there already where `always`. */
export function markAndShow(boxes, always = false) {
  mark(boxes);
  const [first] = boxes;
  if (first) (always ? goTo : reveal)(first.leaf, first.y);
}

export function start() {
  on('state', () => { if (!state.leaves.length) clear(); });
}
