// The text of a file as a text field holds it. Decides that what was not touched stays in the file letter for letter: a
// text field knows only one kind of line end, files have several.

const END = /\r\n?/g;

/** A file's text, next to what a text field makes of it. */
export class FileText {
  constructor(text) {
    this.text = text;
    this.shown = text.replace(END, '\n');
    this.end = text.includes('\r\n') ? '\r\n' : '\n';
  }

  /** The file's text, with what was changed in the field. */
  with(edited) {
    const { start, end, endOfEdited } = difference(this.shown, edited);
    const middle = edited.slice(start, endOfEdited).replaceAll('\n', this.end);
    return this.text.slice(0, this.inFile(start)) + middle + this.text.slice(this.inFile(end));
  }

  /** The place in the field of a place in the file. */
  inField(offset) {
    return this.text.slice(0, offset).replace(END, '\n').length;
  }

  /** The place in the file of a place in the field. */
  inFile(offset) {
    let at = 0;
    for (let left = offset; left > 0; left -= 1) at += this.text[at] === '\r' && this.text[at + 1] === '\n' ? 2 : 1;
    return at;
  }
}

/** Where two texts differ: from `start` to `end` in the old one, and to `endOfEdited` in the new one. */
export function difference(old, edited) {
  const most = Math.min(old.length, edited.length);
  let start = 0;
  while (start < most && old[start] === edited[start]) start += 1;
  let same = 0;
  while (same < most - start && old[old.length - 1 - same] === edited[edited.length - 1 - same]) same += 1;
  return { start, end: old.length - same, endOfEdited: edited.length - same };
}
