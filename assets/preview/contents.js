// The contents beside the pages. Decides how headings and chapters become one list, and what can be done with a chapter.

import { openAt } from './editor.js';
import { button, byId, make } from './elements.js';
import { goTo, onTurn } from './pages.js';
import { post } from './requests.js';
import { yieldToPages } from './side.js';
import { on, state } from './state.js';
import { announce, attempt } from './tell.js';
import { say } from './words.js';

const SETTINGS = 'brochure.toml';

const list = document.querySelector('#contents ol');
let written = '';

/** The chapter that a leaf belongs to; null before the first one. */
export function chapterOf(leaf) {
  return state.chapters.findLast((chapter) => chapter.leaf !== null && chapter.leaf <= leaf) ?? null;
}

/** Entries in the order of the book: top headings with those below them; chapters carry their file. */
function entries({ contents, chapters }) {
  const top = Math.min(...contents.map(({ level }) => level));
  const found = [];
  for (const { title, level, leaf } of contents) {
    const entry = { title, leaf, below: [] };
    if (level === top || !found.length) found.push(entry);
    else if (level === top + 1) found.at(-1).below.push(entry);
  }
  let last = -1;
  for (const chapter of chapters) {
    let at = found.findIndex((entry, n) => n > last && !entry.file && chapter.leaf !== null && entry.leaf === chapter.leaf);
    if (at < 0) found.splice((at = last + 1), 0, { title: chapter.title, leaf: chapter.leaf, below: [] });
    found[at].file = chapter.file;
    last = at;
  }
  return found;
}

function show() {
  const { contents, chapters, drafts, project, leaves } = state;
  const now = JSON.stringify([contents, chapters, drafts, project.readOnly, leaves.map(({ label }) => label)]);
  if (now === written) return;
  written = now;
  const focus = focused();
  list.replaceChildren(...entries(state).map(item), settings());
  if (focus) list.querySelector(focus)?.focus();
  list.scrollTop = 0;
}

/** What has the focus in the list, as a selector: it is found again when the list was written anew. */
function focused() {
  const at = document.activeElement;
  const file = list.contains(at) && at.closest('li[data-file]')?.dataset.file;
  return file ? `li[data-file="${CSS.escape(file)}"] .${at.classList[0]}` : null;
}

function item({ title, leaf, file, below }) {
  const isDraft = state.drafts.includes(file);
  const page = state.leaves[leaf]?.label ?? '';
  const link = make('button', { type: 'button', className: 'go', on: { click: () => choose(leaf, file) } },
    make('span', { className: 'name' }, title),
    isDraft ? make('span', { className: 'dot', title: say('unsaved') }, make('span', { className: 'unseen' }, say('unsaved'))) : null,
    make('span', { className: 'page' }, page));
  const made = make('li', { data: leaf === null ? {} : { leaf } }, make('div', { className: 'row' }, link, file ? tools(title, file) : null));
  if (file) made.dataset.file = file;
  if (below.length) made.append(make('ol', {}, ...below.map(item)));
  return made;
}

function choose(leaf, file) {
  if (leaf === null || leaf === undefined) attempt(() => openAt(file));
  else goTo(leaf);
  yieldToPages();
}

function tools(title, file) {
  const files = state.chapters.map((chapter) => chapter.file);
  const at = files.indexOf(file);
  const made = make('span', { className: 'tools' });
  const add = (className, icon, key, disabled, click) => {
    made.append(button({ icon, label: say(key, { title }), className: `${className} quiet`, disabled }, click));
  };
  add('edit', 'pen', 'edit_chapter', false, () => { yieldToPages(); attempt(() => openAt(file)); });
  if (state.project.readOnly) return made;
  add('up', 'up', 'move_up', at === 0, () => move(file, title, -1));
  add('down', 'down', 'move_down', at === files.length - 1, () => move(file, title, 1));
  return made;
}

async function move(file, title, by) {
  await attempt(async () => {
    await post('move', { file, by });
    announce(say(by < 0 ? 'moved_up' : 'moved_down', { title }));
  });
}

/** The settings of the brochure, and files with drafts that are no chapters. */
function settings() {
  const chapters = new Set(state.chapters.map(({ file }) => file));
  const files = new Set([SETTINGS, ...state.drafts.filter((file) => !chapters.has(file))]);
  const title = (file) => (file === SETTINGS ? say('settings') : file);
  const items = [...files].map((file) => item({ title: title(file), leaf: null, file, below: [] }));
  for (const made of items) {
    made.querySelector('.tools').remove();
    delete made.dataset.file;
  }
  return make('li', { className: 'others' }, make('ol', {}, ...items));
}

/** Marks the entry that the leaf belongs to. */
function markCurrent(leaf) {
  for (const old of list.querySelectorAll('[aria-current]')) old.removeAttribute('aria-current');
  for (const old of list.querySelectorAll('.within')) old.classList.remove('within');
  const items = [...list.querySelectorAll('li[data-leaf]')].filter((entry) => Number(entry.dataset.leaf) <= leaf);
  const nearest = items.reduce((best, entry) => (best && Number(best.dataset.leaf) > Number(entry.dataset.leaf) ? best : entry), null);
  if (!nearest) return;
  nearest.querySelector('.go').setAttribute('aria-current', 'true');
  (nearest.parentElement.closest('li') ?? nearest).classList.add('within');
  const [box, panel] = [nearest.getBoundingClientRect(), byId('contents-panel').getBoundingClientRect()];
  if (box.top < panel.top || box.bottom > panel.bottom - 60) nearest.scrollIntoView({ block: 'nearest' });
}

export function start() {
  on('state', show);
  onTurn(markCurrent);
}
