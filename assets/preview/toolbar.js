// The bar above the pages. Decides what it says of where one is, and what its buttons and the keys do to the pages.

import { close as closeEditor, openSpot } from './editor.js';
import { byId, make } from './elements.js';
import { current, goTo, onTurn, turn } from './pages.js';
import { yieldToPages } from './side.js';
import { listen, on, state } from './state.js';
import { announce } from './tell.js';
import { say } from './words.js';
import { isWhole, step, zoomTo } from './zoom.js';

const pages = byId('pages');
const field = byId('page');
const view = byId('view');
const changed = byId('changed');
let hides = null;
let offered = null;

function show() {
  const { project, views, leaves } = state;
  byId('title').textContent = project.title;
  byId('title').title = project.folder;
  document.title = `${project.title} – ${say('title')}`;
  document.body.classList.toggle('read-only', project.readOnly);
  for (const element of document.querySelectorAll('.writes')) element.hidden = project.readOnly && !element.closest('#editor');
  byId('of').textContent = say('of_pages', { n: leaves.length });
  showViews(views);
}

function showViews(views) {
  const now = views.map(({ name, label }) => `${name} ${label}`).join('\n');
  if (view.dataset.shown !== now) {
    view.replaceChildren(...views.map(({ name, label, note }) => make('option', { value: name, textContent: note ? `${label} – ${note}` : label })));
    view.dataset.shown = now;
  }
  view.value = state.view || views[0]?.name;
}

function showPage(leaf) {
  if (leaf === offered) changed.hidden = true;
  const label = state.leaves[leaf]?.label ?? '';
  if (document.activeElement !== field) field.value = label;
  field.style.minWidth = `${label.length + 2}ch`;
  const at = state.spreads.findIndex((spread) => spread.includes(leaf));
  byId('previous').disabled = at <= 0 && leaf === 0;
  byId('next').disabled = at >= state.spreads.length - 1;
}

/** Goes to the page that was asked for: by its number (a sheet has several), else by its place in the row. */
function jump() {
  const wanted = field.value.trim().toLowerCase();
  const isNamed = ({ label }) => label.toLowerCase() === wanted || label.toLowerCase().split(/[\s|]+/).includes(wanted);
  const named = state.leaves.findIndex(isNamed);
  const leaf = named >= 0 ? named : Number(wanted) - 1;
  if (state.leaves[leaf]) goTo(leaf);
  field.value = state.leaves[current()]?.label ?? '';
}

function choose(name) {
  history.replaceState(null, '', `#${encodeURIComponent(name)}`);
  listen(name);
}

/** Offers the first changed page, if none that changed is seen. */
function offer(leaf) {
  clearTimeout(hides);
  offered = leaf;
  changed.hidden = leaf === null;
  if (leaf === null) return;
  changed.textContent = say('page_changed_show', { page: state.leaves[leaf].label });
  changed.onclick = () => { changed.hidden = true; goTo(leaf); pages.focus({ preventScroll: true }); };
  hides = setTimeout(() => { changed.hidden = true; }, 8000);
}

async function click(event) {
  const leaf = event.target.closest('.leaf');
  if (!leaf || event.button !== 0) return;
  const box = leaf.getBoundingClientRect();
  const x = ((event.clientX - box.left) / box.width) * leaf.width;
  const y = ((event.clientY - box.top) / box.height) * leaf.height;
  if (!(await openSpot(Number(leaf.dataset.leaf), x, y))) announce(say('nothing_there'));
}

const keys = {
  ArrowRight: () => turn(state.rtl ? -1 : 1),
  ArrowLeft: () => turn(state.rtl ? 1 : -1),
  PageDown: () => isWhole() && (turn(1), true),
  PageUp: () => isWhole() && (turn(-1), true),
  Home: () => goTo(0),
  End: () => goTo(state.leaves.length - 1),
  '+': () => step(1),
  '-': () => step(-1),
  0: () => zoomTo('page'),
};

/** Whether keys belong to what has the focus. */
const isTaken = (target) => target.closest('input, textarea, select, dialog, [role="tab"], pre') !== null;

function press(event) {
  if (event.defaultPrevented || !state || document.querySelector('dialog[open]')) return;
  if (event.key === 'Escape') return escape();
  if (event.ctrlKey || event.metaKey || event.altKey || isTaken(event.target)) return;
  if (event.key === 'Enter' && event.target === pages) byId('edit-page').click();
  else if (keys[event.key]?.() === false || !keys[event.key]) return;
  event.preventDefault();
}

/** Closes what lies on top. */
function escape() {
  if (document.body.classList.contains('with-tools')) return showTools(false);
  if (yieldToPages()) return byId('show-side').focus();
  return closeEditor();
}

function showTools(isShown) {
  document.body.classList.toggle('with-tools', isShown);
  byId('show-tools').ariaExpanded = isShown;
}

export function start() {
  on('state', show);
  on('lost', (isLost) => { byId('lost').hidden = !isLost; });
  onTurn(showPage);
  byId('previous').addEventListener('click', () => turn(-1));
  byId('next').addEventListener('click', () => turn(1));
  byId('show-tools').addEventListener('click', () => showTools(!document.body.classList.contains('with-tools')));
  field.addEventListener('change', jump);
  field.addEventListener('focus', () => field.select());
  view.addEventListener('change', () => choose(view.value));
  pages.addEventListener('click', click);
  pages.addEventListener('elsewhere', ({ detail }) => offer(detail));
  document.addEventListener('keydown', press);
}
