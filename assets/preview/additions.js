// What is added to a brochure: chapters and pictures. Decides what is asked before.

import { chapterOf } from './chapters.js';
import { insertPicture, openAndShow, openAt, selected } from './editor.js';
import { byId } from './elements.js';
import { current } from './pages.js';
import { post } from './requests.js';
import { on, state } from './state.js';
import { attempt } from './tell.js';
import { say } from './words.js';

const chapter = byId('chapter');
const picture = byId('picture');
const source = byId('source');
let chosen = null;

function askForChapter() {
  const before = chapterOf(current());
  chapter.after = before?.file ?? '';
  byId('chapter-after').textContent = before ? say('chapter_after', before) : say('chapter_last');
  byId('chapter-name').value = '';
  chapter.showModal();
}

async function addChapter() {
  const { file } = await post('chapter', { title: byId('chapter-name').value.trim(), after: chapter.after });
  await openAt(file, Infinity);
  whenLaidOut(file, () => attempt(() => openAndShow(file, Infinity)));
}

/** Does something once there is a state with the chapter. */
function whenLaidOut(file, work) {
  let isDone = false;
  const look = () => {
    if (isDone || !state.chapters.some((known) => known.file === file)) return;
    isDone = true;
    work();
  };
  look();
  on('state', look);
}

function askForPicture(file) {
  if (!file) return;
  chosen = { file, place: selected() };
  byId('picture-shown').src = URL.createObjectURL(file);
  byId('picture-alt').value = '';
  picture.showModal();
}

async function addPicture() {
  const { path } = await post('picture', { name: chosen.file.name }, chosen.file);
  const alt = byId('picture-alt').value.trim().replace(/\s+/g, ' ').replace(/[\\[\]]/g, '\\$&');
  insertPicture(alt, path, chosen.place);
}

/** Does the work of a dialog once its form was sent. */
function whenSent(dialog, work) {
  dialog.querySelector('form').addEventListener('submit', () => attempt(work));
  dialog.querySelector('.cancel').addEventListener('click', () => dialog.close());
}

function takeDrop(event) {
  const file = [...event.dataTransfer.files].find(({ type }) => type.startsWith('image/') || type === 'application/pdf');
  event.preventDefault();
  if (file && !state.project.readOnly) askForPicture(file);
}

export function start() {
  byId('new-chapter').addEventListener('click', askForChapter);
  whenSent(chapter, addChapter);
  whenSent(picture, addPicture);
  picture.addEventListener('close', () => {
    URL.revokeObjectURL(byId('picture-shown').src);
    byId('picture-file').value = '';
  });
  byId('add-picture').addEventListener('click', () => byId('picture-file').click());
  byId('picture-file').addEventListener('change', ({ target }) => askForPicture(target.files[0]));
  source.addEventListener('dragover', (event) => { if (event.dataTransfer.types.includes('Files')) event.preventDefault(); });
  source.addEventListener('drop', (event) => { if (event.dataTransfer.files.length) takeDrop(event); });
}
