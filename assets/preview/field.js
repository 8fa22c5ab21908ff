// The text field of the editor. Decides how it is scrolled to its caret, and that what the page writes into it can be
// undone like what was typed.

import { byId, make } from './elements.js';
import { difference } from './filetext.js';

const field = byId('source');

/** Makes the field hold a text, by the least change; undo goes back over it. */
export function write(text) {
  const { start, end, endOfEdited } = difference(field.value, text);
  if (start === end && start === endOfEdited) return;
  insert(text.slice(start, endOfEdited), start, end);
}

/** Puts a text in the place of what stands from `start` to `end`. */
export function insert(text, start, end) {
  const active = document.activeElement;
  const { scrollTop } = field;
  field.focus({ preventScroll: true });
  field.setSelectionRange(start, end);
  const isDone = text ? document.execCommand('insertText', false, text) : document.execCommand('delete');
  if (!isDone) field.setRangeText(text, start, end, 'end');
  field.scrollTop = scrollTop;
  if (active !== field) active?.focus?.({ preventScroll: true });
}

/** Puts the caret somewhere, a third down the field. */
export function placeCaret(offset, end = offset) {
  field.focus({ preventScroll: true });
  field.setSelectionRange(offset, end);
  field.scrollTop = heightBefore(offset) - field.clientHeight / 3;
}

/** How far down the text of an offset stands: measured in a copy that wraps its lines alike. */
function heightBefore(offset) {
  const copy = make('div', { className: 'copy' }, field.value.slice(0, offset), make('span', {}, '\u200b'));
  copy.style.width = `${field.clientWidth}px`;
  field.after(copy);
  const height = copy.lastElementChild.offsetTop;
  copy.remove();
  return height;
}
