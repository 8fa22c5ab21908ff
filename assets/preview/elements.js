// Elements made by the page. Decides how they are made: all text goes in as text, never as markup.

const SVG = 'http://www.w3.org/2000/svg';

/** The element with this id. */
export const byId = (id) => document.getElementById(id);

/** An element with properties (`data`, `aria` and `on` are objects of their own) and children; text stays text. */
export function make(tag, { data = {}, aria = {}, on = {}, ...properties } = {}, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  Object.assign(element.dataset, data);
  for (const [name, value] of Object.entries(aria)) element.setAttribute(`aria-${name}`, value);
  for (const [name, listener] of Object.entries(on)) element.addEventListener(name, listener);
  element.append(...children.filter((child) => child != null));
  return element;
}

/** A button; `label` names it where it shows only an icon. */
export function button({ text, label, icon: name, className = '', disabled = false }, click) {
  const made = make('button', { type: 'button', className, disabled, on: { click } }, name && icon(name), text);
  if (label) made.title = label;
  if (label) made.setAttribute('aria-label', label);
  return made;
}

/** An icon of the sprite in index.html. */
export function icon(name) {
  const svg = document.createElementNS(SVG, 'svg');
  const use = document.createElementNS(SVG, 'use');
  use.setAttribute('href', `#i-${name}`);
  svg.setAttribute('aria-hidden', 'true');
  svg.append(use);
  return svg;
}
