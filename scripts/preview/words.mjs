// Decides where the words of a brochure stand on its pages, from `brochure dump` and the fonts alone: so the program's own
// answer to a click is tested against something else.

import fs from 'node:fs';
import path from 'node:path';

/** Narrower letters are not aimed at: a point beside them is their neighbour. In sizes of the type. */
const WIDE_ENOUGH = 0.42;
/** What a line of a dump says of a text that stands upright: place, width, font, size, colour, text, owner. */
const TEXT = /^ {2}text (-?[\d.]+) (-?[\d.]+) w ([\d.]+) (\S+) ([\d.]+) \S+ "((?:[^"\\]|\\.)*)" (.*)$/;

/** Numbers that look random and are the same for the same seed, from 0 up to 1. */
export function random(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A text as the dump writes it, without its escapes. */
function unescaped(text) {
  return text.replace(/\\u\{([0-9a-f]+)\}|\\(.)/g, (_, code, plain) =>
    code ? String.fromCodePoint(parseInt(code, 16)) : ({ n: '\n', t: '\t', r: '\r' }[plain] ?? plain));
}

/** The texts of all pages: `leaf` counts from 0. */
export function runs(dump) {
  const found = [];
  let leaf = -1;
  for (const line of dump.split('\n')) {
    if (line.startsWith('page ')) leaf += 1;
    const parts = TEXT.exec(line);
    if (!parts) continue;
    const [x, y, width] = parts.slice(1, 4).map(Number);
    found.push({ leaf, x, y, width, font: parts[4], size: Number(parts[5]), text: unescaped(parts[6]), owner: parts[7] });
  }
  return found;
}

/**
 * Words of three letters and more, each with a letter to aim at: `letter` is its index in the word, `x` and `y` its middle
 * on the leaf in points. Letters are measured with the brochure's fonts in `desk`, an empty tab.
 */
export async function words(dump, fonts, desk) {
  const all = runs(dump);
  const used = [...new Set(all.map((run) => run.font))];
  const files = used.map((name) => [name, path.join(fonts, `${name}.ttf`)]).filter(([, file]) => fs.existsSync(file));
  const data = files.map(([name, file]) => [name, fs.readFileSync(file, 'base64')]);
  const measured = await desk.evaluate(edges, data, all.filter((run) => files.some(([name]) => name === run.font)));
  return measured.flatMap((run) => [...run.text.matchAll(/\p{L}{3,}/gu)].flatMap(({ 0: word, index }) => {
    const letters = [...Array(word.length).keys()].filter((n) => run.edges[index + n + 1] - run.edges[index + n] >= WIDE_ENOUGH * run.size);
    const aims = letters.map((letter) => {
      const [left, right] = [run.edges[index + letter], run.edges[index + letter + 1]];
      return { letter, x: run.x + (left + right) / 2, y: run.y - run.size * 0.25 };
    });
    return aims.length ? [{ word, aims, leaf: run.leaf, run: run.text.trim(), owner: run.owner }] : [];
  }));
}

/** In the browser: the left edges of the letters of each run, in points from its beginning. */
async function edges(fonts, all) {
  for (const [name, base64] of fonts) {
    const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
    document.fonts.add(await new FontFace(name, bytes).load());
  }
  const context = document.createElement('canvas').getContext('2d');
  return all.map((run) => {
    context.font = `1000px "${run.font}"`;
    const text = run.text.replaceAll('\u00ad', '-');
    const natural = (n) => (context.measureText(text.slice(0, n)).width * run.size) / 1000;
    // A justified line is stretched at its spaces; the one at its end stays.
    const spaces = (n) => text.slice(0, n).trimEnd().split(/[ \u00a0]/).length - 1;
    const stretch = spaces(text.length) ? (run.width - natural(text.length)) / spaces(text.length) : 0;
    const before = (n) => text.slice(0, n).split(/[ \u00a0]/).length - 1;
    const places = [...Array(text.length + 1).keys()].map((n) => natural(n) + Math.min(before(n), spaces(text.length)) * stretch);
    return { ...run, edges: places };
  });
}

/** `count` of them, each once, with one letter each. */
export function some(all, count, next) {
  const left = [...all];
  return [...Array(Math.min(count, left.length))].map(() => {
    const [{ aims, ...word }] = left.splice(Math.floor(next() * left.length), 1);
    return { ...word, ...aims[Math.floor(next() * aims.length)] };
  });
}
