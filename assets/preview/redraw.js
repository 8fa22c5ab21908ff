// How a drawing becomes another one. Decides that only elements are touched whose lines changed: to read a page's outlines
// and to lay them out takes longer than all else from a saved file to its page.
//
// In the text of a drawing each line is an element, or the beginning or the end of one that holds others.

const XMLNS = 'http://www.w3.org/2000/svg';

/** What a drawing's text draws, as an element of its own; line ends are no part of it. */
export function drawn(text) {
  const parsed = new DOMParser().parseFromString(text.replaceAll('\n', ''), 'image/svg+xml');
  return document.adoptNode(parsed.documentElement);
}

/** Makes an element, drawn from a text, show another one; answers false, and changes nothing, where too much differs. */
export function redraw(svg, before, after) {
  const [olds, news] = [before.split('\n'), after.split('\n')];
  const least = Math.min(olds.length, news.length);
  let [first, last] = [0, 0];
  while (first < least && olds[first] === news[first]) first += 1;
  while (last < least - first && olds.at(-1 - last) === news.at(-1 - last)) last += 1;
  // What only comes stands behind something that stays.
  if (first > 0 && first === olds.length - last) first -= 1;
  const [gone, come] = [olds.slice(first, olds.length - last), news.slice(first, news.length - last)];
  if (!gone.length || ![...gone, ...come].every(isWhole)) return false;
  const nodes = nodesOf(svg, olds).slice(first, olds.length - last);
  replace(nodes, gone, come);
  return true;
}

const isWhole = (line) => line.endsWith('/>') || line.endsWith('</g>') && line !== '</g>';

/** The element that each line draws, in order; none for lines that end one. */
function nodesOf(svg, lines) {
  let [holder, next] = [null, svg];
  return lines.map((line) => {
    const node = next;
    if (line.startsWith('</')) {
      [next, holder] = [holder.nextElementSibling, holder.parentElement];
      return null;
    }
    if (isWhole(line)) next = node.nextElementSibling;
    else if (line) [holder, next] = [node, node.firstElementChild];
    return node;
  });
}

/** Puts elements in the place of others. One of the same outline stays, wherever it stands now. */
function replace(nodes, gone, come) {
  const stay = new Map();
  gone.forEach((line, n) => stay.set(outlineOf(line), [...(stay.get(outlineOf(line)) ?? []), nodes[n]]));
  const kept = come.map((line) => stay.get(outlineOf(line))?.shift());
  const added = children(come.filter((_, n) => !kept[n]).join(''));
  const behind = nodes.at(-1).nextElementSibling;
  const holder = nodes[0].parentNode;
  const wanted = new Set(kept);
  nodes.filter((node) => !wanted.has(node)).forEach((node) => node.remove());
  come.map((line, n) => (kept[n] ? placed(kept[n], line) : added.shift())).reduceRight((next, node) => {
    if (node.nextSibling !== next || node.parentNode !== holder) holder.insertBefore(node, next);
    return node;
  }, behind);
}

/** What of a line stays where something only stands elsewhere, or in another colour. */
const outlineOf = (line) => (line.startsWith('<path ') ? line.slice(line.indexOf(' d="')) : line);

/** Gives a path that stays the place and the colour that its line says. */
function placed(path, line) {
  if (!line.startsWith('<path ')) return path;
  const wanted = [...line.slice(0, line.indexOf(' d="')).matchAll(/ ([a-z-]+)="([^"]*)"/g)];
  const names = new Set(['d', ...wanted.map(([, name]) => name)]);
  [...path.getAttributeNames()].filter((name) => !names.has(name)).forEach((name) => path.removeAttribute(name));
  for (const [, name, value] of wanted) if (path.getAttribute(name) !== value) path.setAttribute(name, value);
  return path;
}

function children(lines) {
  return lines ? [...drawn(`<svg xmlns="${XMLNS}">${lines}</svg>`).children] : [];
}
