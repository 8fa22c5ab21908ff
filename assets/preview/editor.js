// The editor beside the pages. Decides which file is open, when its text is a draft, saved or discarded, and that nobody's
// text is lost: neither what is typed here nor what another program wrote.

import { bestOf } from './chapters.js';
import * as conflict from './conflict.js';
import { Drafts } from './drafts.js';
import { byId } from './elements.js';
import * as field from './field.js';
import { FileText } from './filetext.js';
import { clear, mark } from './marks.js';
import { current, goTo, lookAt, onPainted, reveal } from './pages.js';
import { get, post } from './requests.js';
import { on, state } from './state.js';
import { announce, attempt } from './tell.js';
import { say } from './words.js';

const editor = byId('editor');
const source = byId('source');

/** The open file: `name`, `read` (as it was read), `version` on disk, `isDraft`, `drafts`; null if none is open. */
let open = null;
let isFilling = false;
let asked = 0;
let opener = null;

/** The open file's name. */
export const openFile = () => open?.name ?? null;

/** Opens what is written at a place of a leaf (points); answers whether something is. */
export async function openSpot(leaf, x, y) {
  const spot = await get('spot', { view: state.view, leaf, x, y }).catch(() => null);
  if (!spot) return false;
  mark(spot.boxes);
  lookAt(leaf);
  if (await openAt(spot.file, spot.offset)) reveal(leaf, y);
  return true;
}

/**
 * Opens a file with the caret at a place (as the file counts); without a place where the caret was, or at the start.
 * Answers whether it is open: it is not if it cannot be read, or another one was asked for meanwhile.
 */
export async function openAt(file, offset = null, end = offset) {
  opener ??= document.activeElement;
  const isNew = open?.name !== file;
  asked += 1;
  if (isNew && !(await attempt(() => read(file, asked)))) return false;
  editor.hidden = false;
  document.body.classList.add('editing');
  if (offset === null) source.focus();
  else placeCaret(new FileText(text()), offset, end);
  return true;
}

/** Places count in the text as it is now: a draft may be longer than what was read. */
const placeCaret = (now, offset, end) => field.placeCaret(now.inField(offset), now.inField(end));

/** Opens the editor at a place, and the page where that stands; places behind the end are the end. */
export async function openAndShow(file, offset, end) {
  if (await openAt(file, offset, end)) await showOnPage(caret());
}

/** Closes the editor; drafts stay. */
export function close() {
  if (editor.hidden) return;
  editor.hidden = true;
  document.body.classList.remove('editing');
  clear();
  opener?.focus?.();
  opener = null;
}

/** Reads a file into the field, unless another one was asked for after `turn`. */
async function read(file, turn) {
  await open?.drafts.flush();
  const { text, version, draft } = await get('source', { file });
  if (turn !== asked) return false;
  const failed = (error) => attempt(() => { throw error; });
  open = { name: file, read: new FileText(text), version, isDraft: draft, drafts: new Drafts(file, failed) };
  source.value = open.read.shown;
  source.readOnly = state.project.readOnly;
  byId('changed-elsewhere').hidden = true;
  show();
  return true;
}

/** The file's text as it stands in the field. */
const text = () => open.read.with(source.value);

function typed() {
  if (isFilling || !open) return;
  open.isDraft = true;
  open.drafts.put(text());
  show();
}

/** Follows the disk, and what is typed in another window, while nothing is typed here. */
async function follow() {
  if (!open || open.drafts.isBusy) return;
  const [file, mine] = [open, text()];
  const { text: now, version, draft } = await get('source', { file: file.name }).catch(() => ({}));
  if (now === undefined || open !== file || file.drafts.isBusy || text() !== mine) return;
  // Of a draft that is this window's own, this window knows which version it may write over.
  if (now !== mine || !draft) file.version = version;
  if (now !== mine) fill(now);
  file.isDraft = draft;
  show();
}

/** Makes the field hold a text of the file; the caret stays where it was. */
function fill(now) {
  const [start, end] = [source.selectionStart, source.selectionEnd];
  isFilling = true;
  open.read = new FileText(now);
  field.write(open.read.shown);
  source.setSelectionRange(start, end);
  isFilling = false;
}

/** Saves the open file. */
async function save() {
  if (open && !state.project.readOnly) await write(open, text(), open.version);
}

/** Writes a text into a file; `version` is the one on disk that may be written over. */
async function write(file, mine, version) {
  await file.drafts.flush();
  try {
    const answer = await post('save', { file: file.name, version }, mine);
    saved(file, mine, answer.version);
  } catch (error) {
    if (error.status !== 409 || error.answer.text === undefined) throw error;
    await resolve(file, mine, error.answer);
  }
}

function saved(file, mine, version) {
  const isNewest = file !== open || text() === mine;
  Object.assign(file, { version, isDraft: !isNewest });
  if (isNewest) file.read = new FileText(mine);
  byId('changed-elsewhere').hidden = true;
  show();
  announce(say('saved', { file: file.name }));
}

/** The file on disk is another one than was read: its writer chooses. */
async function resolve(file, mine, theirs) {
  const choice = await conflict.ask(theirs.text, mine);
  // Who has not chosen is asked again.
  byId('changed-elsewhere').hidden = choice !== '';
  if (choice === 'mine') await write(file, mine, theirs.version);
  if (choice === 'edit') file.version = theirs.version;
  if (choice === 'theirs') {
    await file.drafts.discard();
    take(file, theirs);
  }
  show();
}

/** Makes a file hold what is on disk. */
function take(file, { text: now, version }) {
  Object.assign(file, { version, isDraft: false });
  if (file === open) fill(now);
}

async function discard() {
  if (!open) return;
  const file = open;
  await file.drafts.discard();
  take(file, await get('source', { file: file.name }));
  byId('changed-elsewhere').hidden = true;
  show();
  announce(say('discarded'));
}

/** Marks what is written at a place of the open file, and brings it into the window. */
async function showOnPage(offset) {
  const { boxes } = await get('places', { view: state.view, file: open.name, offset });
  mark(boxes);
  const best = bestOf(boxes, open.name);
  const chapter = state.chapters.find(({ file }) => file === open.name);
  if (best) goTo(best.leaf, best.y);
  else if (chapter?.leaf >= 0) goTo(chapter.leaf);
  else announce(say('on_no_page'));
}

/** Where the caret stands in the text as the program has it now. */
const caret = () => new FileText(text()).inFile(source.selectionStart);

/** After a state, the marks follow the paragraph at the caret. */
async function remark() {
  if (editor.hidden || !open) return;
  const { boxes } = await get('places', { view: state.view, file: open.name, offset: caret() }).catch(() => ({}));
  if (boxes) mark(boxes);
}

function show() {
  const { readOnly, folder, editor: hasEditor } = state.project;
  const isDraft = open.isDraft;
  byId('editor-title').textContent = titleOf(open.name);
  byId('editor-title').title = open.name;
  byId('draft-state').textContent = readOnly ? say('read_only') : isDraft ? say('unsaved') : say('saved_state');
  byId('draft-state').classList.toggle('unsaved', isDraft);
  for (const id of ['save', 'discard']) byId(id).hidden = readOnly;
  byId('save').disabled = !isDraft;
  byId('discard').disabled = !isDraft;
  byId('add-picture').hidden = readOnly || !open.name.endsWith('.md');
  byId('edit-elsewhere').hidden = readOnly || !hasEditor;
  const { line, column } = lineAndColumn();
  const path = `${folder}/${open.name}`.replaceAll('\\', '/').replace(/^\/+/, '');
  byId('vscode').href = `vscode://file/${encodeURI(path)}:${line}:${column}`;
}

function titleOf(file) {
  return state.chapters.find((chapter) => chapter.file === file)?.title ?? file;
}

function lineAndColumn() {
  const before = source.value.slice(0, source.selectionStart).split('\n');
  return { line: before.length, column: before.at(-1).length + 1 };
}

/** What is selected in the field: dialogs take it away. */
export const selected = () => [source.selectionStart, source.selectionEnd];

/** Puts a picture on lines of its own in the place of what was selected; `path` counts from the brochure's folder. */
export function insertPicture(alt, path, [start, end]) {
  const way = '../'.repeat(open.name.split('/').length - 1);
  insertBlock(`![${alt}](${way}${path})`, start, end);
}

function insertBlock(block, start, end) {
  const { value } = source;
  const [before, after] = [value.slice(0, start), value.slice(end)];
  const gapBefore = !before || before.endsWith('\n\n') ? '' : before.endsWith('\n') ? '\n' : '\n\n';
  const gapAfter = !after || after.startsWith('\n\n') ? '' : after.startsWith('\n') ? '\n' : '\n\n';
  field.insert(`${gapBefore}${block}${gapAfter}`, start, end);
  source.focus();
}

/** Opens the text of the page that is looked at, at the first place that comes from a file. */
async function editPage() {
  const leaf = current();
  const { w, h } = state.leaves[leaf] ?? {};
  for (let part = 0.1; w && part < 1; part += 0.1) {
    for (const across of [0.4, 0.6]) {
      if (await openSpot(leaf, w * across, h * part)) return;
    }
  }
  announce(say('nothing_to_edit'));
}

/** Whether something typed here is saved nowhere. */
const isUnsaved = () => (state?.drafts.length ?? 0) > 0 || Boolean(open?.isDraft);

export function start() {
  source.addEventListener('input', typed);
  document.addEventListener('selectionchange', () => { if (open && document.activeElement === source) show(); });
  byId('save').addEventListener('click', () => attempt(() => save()));
  byId('compare').addEventListener('click', () => attempt(() => save()));
  byId('discard').addEventListener('click', () => attempt(discard));
  byId('show-on-page').addEventListener('click', () => attempt(() => showOnPage(caret())));
  byId('close-editor').addEventListener('click', close);
  byId('edit-page').addEventListener('click', () => attempt(editPage));
  byId('edit-elsewhere').addEventListener('click', () => {
    attempt(() => post('edit', { file: open.name, line: lineAndColumn().line }));
  });
  document.addEventListener('keydown', (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== 's') return;
    event.preventDefault();
    if (open?.isDraft) attempt(() => save());
  });
  addEventListener('beforeunload', (event) => { if (isUnsaved()) event.preventDefault(); });
  on('state', () => { if (open) show(); });
  onPainted(() => { follow(); remark(); });
  on('lost', (isLost) => { if (!isLost && open?.drafts.isBusy) attempt(() => open.drafts.flush()); });
  on('goto', ({ file, offset }) => attempt(() => openAndShow(file, offset)));
  on('conflict', ({ file }) => { if (file === open?.name && open.isDraft) byId('changed-elsewhere').hidden = false; });
}
