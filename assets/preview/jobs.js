// Work that takes longer: making the PDFs, and looking at them as a print shop does. Decides what is shown while it runs,
// and what when it is done.

import { button, byId, make } from './elements.js';
import { fill } from './faults.js';
import { post } from './requests.js';
import { on, state } from './state.js';
import { announce, attempt } from './tell.js';
import { count, say } from './words.js';

const dialog = byId('job');
const finished = byId('finished');

/** The job that was begun on this page and is not done; null if none is. */
let running = null;

/** Begins a job; while it runs, its dialog is opened again instead. */
async function begin(job) {
  const before = running;
  // A small job is done before the program has answered.
  running = job;
  finished.hidden = true;
  if (before !== job) show({ job, step: 'running', editions: [], files: [], faults: [] });
  dialog.showModal();
  await attempt(() => post(job).catch((error) => {
    if (error.status === 409 && before === job) return;
    running = before;
    dialog.close();
    throw error;
  }));
}

/** Shows how far a job is, if it was begun on this page. */
function follow(job) {
  if (running !== job.job) return;
  show(job);
  if (job.step !== 'done') return;
  running = null;
  const told = byId('job-about').textContent;
  byId('finished-text').textContent = `${say(job.job)}: ${told}`;
  finished.hidden = dialog.open;
  if (dialog.open) announce(told);
}

function show({ job, step, editions, files, faults }) {
  const isDone = step === 'done';
  dialog.classList.toggle('done', isDone);
  byId('job-title').textContent = say(job);
  byId('job-about').textContent = isDone ? result(job, files, faults) : about(job);
  byId('job-progress').hidden = isDone;
  byId('job-steps').hidden = isDone;
  byId('job-steps').replaceChildren(...editions.map(({ name, seconds }) => make('li', {},
    make('span', {}, labelOf(name)), make('span', {}, say('seconds', { n: number(seconds, 1) })))));
  byId('job-files').replaceChildren(...files.map(file));
  fill(byId('job-faults'), faults, () => dialog.close());
  byId('open-folder').hidden = !files.length || state.project.readOnly;
}

const about = (job) => [say(`${job}_about`), state.drafts.length && say('only_saved')].filter(Boolean).join(' ');

function result(job, files, faults) {
  if (job === 'build' && !files.length) return say('build_failed');
  if (job === 'build') return count('pdfs_made', files.length);
  return faults.length ? count('found', faults.length) : say('nothing_found');
}

function file({ name, edition, bytes, pages, sheets, standards }) {
  const size = bytes < 1e6 ? `${number(bytes / 1e3, 0)} kB` : `${number(bytes / 1e6, 1)} MB`;
  const facts = [labelOf(edition), count('pages_of', pages), sheets ? count('sheets', sheets) : null, size, ...standards];
  const open = () => attempt(() => post('open', { name }));
  return make('li', {},
    make('div', {}, make('strong', {}, name), make('p', {}, facts.filter(Boolean).join(' · '))),
    state.project.readOnly ? null : button({ text: say('open'), label: say('open_named', { name }) }, open));
}

/** An edition as it is called in the switch of editions. */
const labelOf = (name) => state.views.find((view) => view.name === name)?.label ?? name;

const number = (value, digits) => value.toLocaleString(document.documentElement.lang, { maximumFractionDigits: digits, minimumFractionDigits: digits });

export function start() {
  byId('build').addEventListener('click', () => begin('build'));
  byId('preflight').addEventListener('click', () => begin('preflight'));
  byId('finished-show').addEventListener('click', () => { finished.hidden = true; dialog.showModal(); });
  byId('finished-close').addEventListener('click', () => { finished.hidden = true; });
  byId('close-job').addEventListener('click', () => dialog.close());
  byId('open-folder').addEventListener('click', () => attempt(() => post('open', { name: '' })));
  on('job', follow);
  on('lost', (isLost) => { if (isLost && running) { running = null; dialog.close(); } });
}
