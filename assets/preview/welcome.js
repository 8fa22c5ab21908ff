// What is seen while no project is open. Decides how one is chosen or begun.

import { button, byId, make } from './elements.js';
import { get, post } from './requests.js';
import { attempt } from './tell.js';
import { say } from './words.js';

/** Shows it; the language is that which is offered first. */
export async function show(language) {
  const offer = await attempt(() => get('welcome'));
  document.body.classList.remove('starting');
  if (!offer) return;
  document.body.classList.add('welcome');
  document.title = say('title');
  byId('title').textContent = say('title');
  byId('pages').replaceChildren(make('div', { id: 'welcome' },
    make('h2', {}, say('welcome')),
    make('p', { className: 'lead' }, say('welcome_about')),
    offer.projects.length ? projects(offer) : null,
    form(offer, language)));
}

function projects({ projects: known }) {
  const open = (folder) => () => begin({ folder });
  return make('section', {},
    make('h3', {}, say('your_brochures')),
    make('ul', { className: 'choices' }, ...known.map(({ name, folder }) => make('li', {}, button({ text: name }, open(folder))))));
}

function form({ folder, starters }, language) {
  const title = make('input', { id: 'new-title', required: true, autocomplete: 'off' });
  const tongue = make('select', { id: 'new-language' },
    make('option', { value: 'de' }, 'Deutsch'), make('option', { value: 'en' }, 'English'));
  tongue.value = language === 'de' ? 'de' : 'en';
  const made = make('form', {},
    make('h3', {}, say('new_brochure')),
    make('label', {}, make('span', {}, say('new_title')), title),
    make('fieldset', {}, make('legend', {}, say('starter')), make('div', { className: 'starters' }, ...starters.map(starter))),
    make('label', {}, make('span', {}, say('language')), tongue),
    make('p', { className: 'help' }, say('made_in', { folder })),
    make('p', {}, make('button', { className: 'primary' }, say('begin'))));
  made.addEventListener('submit', (event) => {
    event.preventDefault();
    begin({ title: title.value.trim(), starter: new FormData(made).get('starter'), language: tongue.value });
  });
  return make('section', {}, made);
}

function starter({ name, label, about }, n) {
  return make('label', { className: 'starter' },
    make('input', { type: 'radio', name: 'starter', value: name, checked: n === 0 }),
    make('span', {}, make('strong', {}, label), make('span', { className: 'help' }, about)));
}

async function begin(query) {
  await attempt(async () => {
    await post('project', query);
    location.reload();
  });
}
