// What is wrong, and where. Decides the order of findings (errors first, by chapter), how they are marked on the pages, and
// what is said on top while errors keep the last good pages.

import { chapterOf } from './chapters.js';
import { openAndShow, openAt } from './editor.js';
import { button, byId, icon, make } from './elements.js';
import { goTo, onPainted, slotOf } from './pages.js';
import { open as openSide, yieldToPages } from './side.js';
import { on, state } from './state.js';
import { announceFaults, attempt } from './tell.js';
import { count, say, sentence } from './words.js';

const rank = ({ severity }) => (severity === 'error' ? 0 : 1);
let shown = '';

/** A finding as an item of a list; `chosen` is called before it leads anywhere. */
export function item(fault, chosen = () => {}) {
  const { severity, code, message, label, help, file, line, leaf } = fault;
  const page = state.leaves[leaf]?.label;
  const lead = (work) => () => { chosen(); attempt(work); };
  const where = [file && [say('line_of', { line, file }), label].filter(Boolean).join(': '), page && say('page_named', { page })].filter(Boolean).join(' · ');
  const actions = make('p', { className: 'actions' });
  if (file) actions.append(button({ text: say('to_source'), className: 'to-source' }, lead(() => toSource(fault))));
  if (page) actions.append(button({ text: say('to_page'), className: 'to-page' }, lead(() => goTo(leaf, fault.y))));
  return make('li', { className: severity, data: { code } },
    make('p', { className: 'message' },
      make('span', { className: 'kind' }, say(severity)), ` ${sentence(message)}`),
    help ? make('p', { className: 'help' }, sentence(help)) : null,
    where ? make('p', { className: 'where' }, where) : null,
    actions.children.length ? actions : null);
}

/** Opens the editor where a finding is. */
async function toSource({ file, offset, end, leaf, y }) {
  if (leaf === undefined) return openAndShow(file, offset, end);
  await openAt(file, offset, end);
  return goTo(leaf, y);
}

/** Findings by chapter or file, errors first. */
export function grouped(faults) {
  const groups = new Map();
  for (const fault of [...faults].sort((a, b) => rank(a) - rank(b))) {
    const title = titleOf(fault);
    groups.set(title, [...(groups.get(title) ?? []), fault]);
  }
  return [...groups];
}

function titleOf({ file, leaf }) {
  const chapter = state.chapters.find((known) => known.file === file) ?? (file ? null : leaf !== undefined && chapterOf(leaf));
  return (chapter && chapter.title) || file || say('whole_brochure');
}

/** Fills a list with findings by chapter. */
export function fill(list, faults, chosen) {
  list.replaceChildren(...grouped(faults).map(([title, found]) => make('li', { className: 'group' },
    make('h3', {}, title), make('ul', {}, ...found.map((fault) => item(fault, chosen))))));
}

function show() {
  const now = JSON.stringify([state.view, state.faults, state.chapters]);
  if (now === shown) return;
  shown = now;
  flag();
  const errors = state.faults.filter(({ severity }) => severity === 'error');
  const warnings = state.faults.length - errors.length;
  fill(byId('faults'), state.faults, yieldToPages);
  byId('no-faults').hidden = state.faults.length > 0;
  byId('fault-count').textContent = errors.length || warnings;
  byId('fault-word').textContent = errors.length ? count('error_word', errors.length) : count('warning_word', warnings);
  byId('show-faults').classList.toggle('errors', errors.length > 0);
  byId('show-faults').classList.toggle('warnings', errors.length === 0 && warnings > 0);
  byId('show-faults').title = [errors.length && count('errors', errors.length), warnings && count('warnings', warnings)]
    .filter(Boolean).join(', ');
  announceFaults(errors.length, warnings);
}

/** While there are errors, the first of them stands above the pages. */
function showTrouble(errors) {
  const trouble = byId('trouble');
  trouble.hidden = state.ok || !errors.length;
  if (trouble.hidden) return trouble.replaceChildren();
  const [first] = errors;
  const where = first.file ? ` (${say('line_of', first)})` : '';
  return trouble.replaceChildren(
    make('div', {}, make('strong', {}, `${sentence(first.message)}${where}. `), say(state.leaves.length ? 'last_good' : 'no_pages')),
    make('div', { className: 'actions' },
      first.file ? button({ text: say('to_source') }, () => attempt(() => toSource(first))) : null,
      errors.length > 1 ? button({ text: count('errors', errors.length) }, () => openSide('faults', true)) : null));
}

/** Marks findings beside the pages. */
function flag() {
  for (const old of document.querySelectorAll('.flag')) old.remove();
  state.faults.filter(({ leaf }) => slotOf(leaf)).forEach((fault) => {
    const slot = slotOf(fault.leaf);
    const { width, height } = slot.leaf;
    const text = [fault.message, fault.help].filter(Boolean).map(sentence).join(' – ');
    const made = make('button', { type: 'button', className: `flag ${fault.severity}` },
      icon('flag'), make('span', { className: 'tip' }, make('span', { className: 'unseen' }, say(fault.severity)), ` ${text}`));
    made.style.left = `${(fault.x / width) * 100}%`;
    made.style.top = `${(fault.y / height) * 100}%`;
    made.classList.toggle('late', fault.x > width / 2);
    made.addEventListener('click', () => attempt(() => (fault.file ? toSource(fault) : openSide('faults', true))));
    slot.querySelector('.flags').append(made);
  });
}

export function start() {
  byId('show-faults').addEventListener('click', () => openSide('faults', true));
  on('state', () => showTrouble(state.faults.filter(({ severity }) => severity === 'error')));
  onPainted(show);
}
