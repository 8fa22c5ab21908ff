// Decides what the tests change in a project, and how it is put back.

import fs from 'node:fs';
import path from 'node:path';

/** Shorter paragraphs are no running text, in letters. */
const LONG = 160;
/** What begins a line that is no running text. */
const MARKUP = /^[^\p{L}„]/u;

/** A copy of a project, and what was in it. */
export class Project {
  constructor(folder) {
    this.folder = folder;
    this.before = new Map(this.files().map((file) => [file, fs.readFileSync(path.join(folder, file))]));
  }

  /** All files that are no products. */
  files() {
    const all = fs.readdirSync(this.folder, { recursive: true, withFileTypes: true });
    const named = all.filter((entry) => entry.isFile()).map((entry) => path.relative(this.folder, path.join(entry.parentPath ?? entry.path, entry.name)));
    return named.filter((file) => !file.startsWith('dist') && !file.startsWith('.'));
  }

  read(file) {
    return fs.readFileSync(path.join(this.folder, file), 'utf8');
  }

  /** Writes as editors do: in place. */
  write(file, text) {
    fs.writeFileSync(path.join(this.folder, file), text);
  }

  /** Makes all files what they were. */
  restore() {
    for (const file of this.files().filter((name) => !this.before.has(name))) fs.rmSync(path.join(this.folder, file));
    for (const [file, bytes] of this.before) {
      const there = path.join(this.folder, file);
      if (!fs.existsSync(there) || !fs.readFileSync(there).equals(bytes)) fs.writeFileSync(there, bytes);
    }
  }
}

/** Paragraphs of running text in a file: where they begin and end, and their first line. */
export function paragraphs(text) {
  const found = [];
  let start = 0;
  for (const block of text.split(/(\n{2,})/)) {
    const isRunning = block.length >= LONG && block.split('\n').every((line) => !MARKUP.test(line)) && !block.includes('|');
    if (isRunning) found.push({ start, end: start + block.length, line: text.slice(0, start).split('\n').length });
    start += block.length;
  }
  return found;
}

/** The place of a letter in the last long word of a paragraph: a change there moves no line that is full. */
export function lateLetter(text, { start, end }) {
  const found = [...text.slice(start, end).matchAll(/(?<=\s)\p{Ll}{5,}(?=[\s.,])/gu)].at(-1);
  return found && start + found.index + 2;
}

/** A text with another letter at a place. */
export function withOther(text, at) {
  return text.slice(0, at) + (text[at] === 'e' ? 'o' : 'e') + text.slice(at + 1);
}
