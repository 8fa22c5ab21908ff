// Tries `brochure preview` in a browser, as a user does. Decides what must hold of the page.
//
//     node browser.mjs BROCHURE PROJECT [--only NAME] [--write-shots]
//
// CHROMIUM names the browser, SEED the words that are clicked. A line for each check; 1 if one fails.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import { Page, launched } from './page.mjs';
import { copyOf, desktop, preview, run, temporary } from './program.mjs';
import { Project, lateLetter, paragraphs, withOther } from './project.mjs';
import { difference } from './shots.mjs';
import { random, some, words } from './words.mjs';

const [binary, folder, ...options] = process.argv.slice(2);
const after = (name) => options[options.indexOf(name) + 1];
const only = options.includes('--only') ? after('--only') : '';
const writesShots = options.includes('--write-shots');
const seed = Number(process.env.SEED ?? 2026);
const fonts = path.join(path.dirname(fileURLToPath(import.meta.url)), '../../fonts');

/** So long anything may take, in milliseconds. */
const PATIENCE = 10_000;
/** Changes after which pages are compared with drawings. */
const EDITS = 40;
/** Words that are clicked. */
const CLICKS = 100;
/** Widths of the window at which the spread is looked at. */
const WIDTHS = [1440, 1024, 390];
/** A picture that the program takes, of eight by six pixels. */
const PICTURE = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAgAAAAGCAIAAABxZ0isAAAAEUlEQVR42mM4UaGBFTEMpAQA5jNDgcounQIAAAAASUVORK5CYII=', 'base64');

const program = path.resolve(binary);
const project = new Project(copyOf(folder));
const browser = await launched();
// An empty tab to measure letters and compare pictures in.
const desk = await browser.newPage();
const served = await preview(program, project.folder, { editor: true });
let start = await served.state();
const hashesOf = (state) => state.leaves.map((leaf) => leaf.hash);

/** Waits until something holds, asked again and again. */
async function eventually(told, holds) {
  const until = Date.now() + PATIENCE;
  let last;
  while (Date.now() < until) {
    last = await holds();
    if (last) return last;
    await new Promise((done) => setTimeout(done, 25));
  }
  throw new Error(`waited in vain: ${told}`);
}

/** All files and texts are as at the beginning, and so are the pages. */
async function restored() {
  project.restore();
  const { drafts } = await served.state();
  for (const file of drafts) await fetch(`${served.address}draft?file=${encodeURIComponent(file)}`, { method: 'DELETE' });
  await eventually('all pages are as at the beginning', async () => {
    const state = await served.state();
    return state.ok && state.drafts.length === 0 && String(hashesOf(state)) === String(hashesOf(start));
  });
}

/** A paragraph of a chapter whose lines all stand on one leaf: its file, place, leaf, and a letter that may be changed. */
async function paragraph(nth = 3) {
  const { file } = start.chapters[Math.min(nth, start.chapters.length - 1)];
  const text = project.read(file);
  for (const found of paragraphs(text)) {
    const at = lateLetter(text, found);
    const boxes = await boxesOf(file, found.start + 1);
    if (at && boxes.length > 2 && boxes.every((box) => box.leaf === boxes[0].leaf)) {
      return { ...found, file, text, at, leaf: boxes[0].leaf, box: boxes[0] };
    }
  }
  throw new Error(`${file} has no paragraph to change`);
}

/** Where the first view shows what is written at a place of a file. */
async function boxesOf(file, offset) {
  // Places are known of views that were built.
  await served.state(start.view);
  const query = new URLSearchParams({ view: start.view, file, offset });
  return (await (await served.get(`places?${query}`)).json()).boxes;
}

/** Opens a paragraph in the editor by a click on its first line, and sets the caret to a place of the file. */
async function edit(page, { leaf, box, file }, caret) {
  const spot = await page.click(leaf, box.x + 20, box.y + box.h / 2);
  assert.equal(spot?.file, file);
  await page.caretAt(spot.offset);
  if (caret === undefined) return;
  await page.tab.$eval('textarea#source', (source, at) => source.setSelectionRange(at, at), caret);
}

/** The names of the leaves that differ. */
const different = (one, other) => one.flatMap((hash, n) => (hash === other[n] ? [] : [n]));

const checks = {
  async 'the page loads, with all leaves, the first drawn, and asks nobody else'() {
    const page = await Page.open(browser, served);
    const state = await served.state();
    assert.deepEqual(await page.hashes(), hashesOf(state));
    assert.ok(await page.tab.$('#pages .leaf[data-leaf="0"] svg path'), 'the first leaf is drawn');
    assert.equal(await page.view(), state.view);
    assert.ok((await page.tab.title()).includes(state.project.title), 'the title is the brochure\'s');
    assert.equal(await page.tab.$eval('html', (html) => html.lang), state.project.language);
    const drawn = await page.tab.$$eval('#pages .leaf:has(svg)', (all) => all.length);
    assert.ok(drawn < state.leaves.length / 2, `${drawn} of ${state.leaves.length} leaves are drawn`);
    return page;
  },

  async 'a change on disk changes the page it is on, and no other'() {
    const page = await Page.open(browser, served);
    const target = await paragraph();
    await page.show(target.leaf);
    const before = await page.hashes();
    const version = await page.version();
    const where = await page.point(target.leaf, 0, 0);
    await page.tab.$$eval('#pages .leaf svg, #pages .leaf svg *', (all) => all.forEach((made) => { made.wasHere = true; }));
    project.write(target.file, withOther(target.text, target.at));
    await page.painted(version);
    assert.deepEqual(different(before, await page.hashes()), [target.leaf]);
    const renewed = await page.tab.$$eval('#pages .leaf:has(svg)', (leaves) => leaves.flatMap((leaf) => {
      const count = [...leaf.querySelectorAll('svg, svg *')].filter((made) => !made.wasHere).length;
      return count ? [{ leaf: Number(leaf.dataset.leaf), count }] : [];
    }));
    assert.deepEqual(renewed.map(({ leaf }) => leaf), [target.leaf], 'no other page is drawn anew');
    assert.ok(renewed[0].count <= 6, `${renewed[0].count} elements are drawn anew`);
    assert.deepEqual(await page.wronglyDrawn(), []);
    assert.deepEqual(await page.point(target.leaf, 0, 0), where, 'the page stays in its place');
    project.write(target.file, target.text);
    await page.painted(version + 1);
    assert.deepEqual(await page.hashes(), before);
    return page;
  },

  async 'pages that are redrawn are what they would be drawn anew'() {
    const page = await Page.open(browser, served);
    const next = random(seed);
    const below = (count) => Math.floor(next() * count);
    const edits = [
      (text, { start: from, end }) => text.slice(0, from) + text.slice(end),
      (text, { start: from, end }) => `${text.slice(0, end)}\n\n${text.slice(from, end)}${text.slice(end)}`,
      (text, { start: from }) => `${text.slice(0, from)}Ein Wort. ${text.slice(from)}`,
      (text, { start: from, end }) => text.slice(0, from) + text.slice(from, end).replace(/ \S+ /, ' ') + text.slice(end),
      (text, { start: from, end }) => `${text.slice(0, from)}**${text.slice(from, end).replaceAll('*', '')}**${text.slice(end)}`,
    ];
    const { file, leaf } = await paragraph();
    await page.show(leaf);
    for (let n = 0; n < EDITS; n += 1) {
      const text = project.read(file);
      const all = paragraphs(text);
      const version = await page.version();
      const first = project.before.get(file).toString();
      const changed = n % 8 === 7 ? first : edits[below(edits.length)](text, all[below(all.length)]);
      if (changed === text) continue;
      project.write(file, changed);
      await page.painted(version);
      assert.deepEqual(await page.wronglyDrawn(), [], `after ${n + 1} changes`);
    }
    return page;
  },

  async 'pages that come in before the one that is looked at leave it in view'() {
    const page = await Page.open(browser, served);
    const [first, later] = [await paragraph(1), await paragraph(5)];
    await page.tab.focus('#page');
    await page.tab.keyboard.type(start.leaves[later.leaf].label);
    await page.tab.keyboard.press('Enter');
    await page.until('it is drawn', (leaf) => document.querySelector(`#pages .leaf[data-leaf="${leaf}"] svg`), later.leaf);
    await page.frames(2);
    const version = await page.version();
    const where = await page.point(later.leaf, 0, 0);
    const more = `${first.text.slice(first.start, first.end)}\n\n`.repeat(12);
    project.write(first.file, first.text.slice(0, first.start) + more + first.text.slice(first.start));
    await page.painted(version);
    const [box] = await boxesOf(later.file, later.start + 1);
    assert.ok(box.leaf > later.leaf, 'there are more pages before it');
    const now = await page.point(box.leaf, 0, 0);
    assert.ok(Math.abs(now.y - where.y) < 2, `it moved from ${where.y} to ${now.y}`);
    return page;
  },

  async 'a file that is replaced by renaming is seen'() {
    const page = await Page.open(browser, served);
    const target = await paragraph();
    const version = await page.version();
    const beside = path.join(project.folder, `${target.file}.neu`);
    fs.writeFileSync(beside, withOther(target.text, target.at));
    fs.renameSync(beside, path.join(project.folder, target.file));
    await page.painted(version);
    await eventually('the page changes', async () => different(hashesOf(start), await page.hashes()).length === 1);
    return page;
  },

  async 'a click on a word sets the caret to its very letter'() {
    const page = await Page.open(browser, served, { width: 1600, height: 1000 });
    const all = await words(run(program, ['dump', project.folder]), fonts, desk);
    const clicked = some(all, CLICKS, random(seed)).sort((a, b) => a.leaf - b.leaf);
    assert.equal(clicked.length, CLICKS);
    const sources = ['brochure.toml', ...start.chapters.map((chapter) => chapter.file)].map((file) => project.read(file));
    const wrong = [];
    let made = 0;
    for (const { word, letter, leaf, x, y, run: line, owner } of clicked) {
      const told = `„${word}“, letter ${letter + 1}, on leaf ${leaf} at ${x.toFixed(1)} ${y.toFixed(1)}`;
      const spot = await page.click(leaf, x, y);
      if (!spot) {
        // Words of the program stand in no file, and those of the frame around the text have no place there.
        const isOwn = !owner.startsWith('node') || !sources.some((source) => source.includes(line));
        if (isOwn) made += 1;
        else wrong.push(`${told}: no source`);
        continue;
      }
      try {
        await page.caretAt(spot.offset);
      } catch {
        wrong.push(`${told}: the caret stands at ${(await page.source()).caret} instead of ${spot.offset}`);
        continue;
      }
      const { text, caret } = await page.source();
      const there = text.slice(caret - letter, caret - letter + word.length);
      // A link without words of its own has those of the heading it leads to.
      const isEmptyLink = [...text.matchAll(/\[\]\([^)]*\)/g)].some((link) => link.index <= caret && caret < link.index + link[0].length);
      if (there !== word && !isEmptyLink) wrong.push(`${told}: the caret stands in ${spot.file} in „${there}“`);
      if (text !== project.read(spot.file)) wrong.push(`${told}: the editor does not hold ${spot.file}`);
    }
    assert.equal(wrong.length, 0, `${wrong.length} wrong:\n    ${wrong.join('\n    ')}`);
    assert.ok(made < CLICKS / 5, `${made} words stand in no file`);
    console.log(`     seed ${seed}: ${CLICKS - made} of ${CLICKS} words in files, ${made} of the program's own`);
    return page;
  },

  async 'what is typed is seen before it is saved, and saved as it was seen'() {
    const page = await Page.open(browser, served);
    const target = await paragraph();
    await edit(page, target, target.end);
    assert.ok(await page.tab.$(`#pages .leaf[data-leaf="${target.leaf}"] .mark`), 'the paragraph is marked');
    const version = await page.version();
    await page.tab.keyboard.type(' Zwischenruf.');
    const expected = `${target.text.slice(0, target.end)} Zwischenruf.${target.text.slice(target.end)}`;
    await eventually('the draft is laid out', async () => (await (await served.get(`source?file=${encodeURIComponent(target.file)}`)).json()).text === expected);
    await page.painted(version);
    const typed = await eventually('the page shows it', async () => {
      const hashes = await page.hashes();
      return hashes[target.leaf] !== start.leaves[target.leaf].hash && String(hashes) === String(hashesOf(await served.state())) && hashes;
    });
    assert.equal(project.read(target.file), target.text, 'the file is as it was');
    assert.deepEqual((await served.state()).drafts, [target.file]);
    await page.tab.keyboard.down('Control');
    await page.tab.keyboard.press('s');
    await page.tab.keyboard.up('Control');
    await eventually('the file is saved', () => project.read(target.file) === expected);
    await eventually('no draft is left', async () => (await served.state()).drafts.length === 0);
    assert.deepEqual(await page.hashes(), typed);
    assert.ok(run(program, ['dump', project.folder]).includes('Zwischenruf'), 'it stands on the pages of the file');
    await page.tab.keyboard.type(' Noch einer.');
    await eventually('a draft is there', async () => (await served.state()).drafts.length === 1);
    await page.tab.click('#save');
    await eventually('the button saves', () => project.read(target.file).includes('Zwischenruf. Noch einer.'));
    return page;
  },

  async 'what is discarded is gone, on the page and in the editor'() {
    const page = await Page.open(browser, served);
    const target = await paragraph();
    await edit(page, target, target.end);
    await page.tab.keyboard.type(' Verworfen.');
    await eventually('the page shows it', async () => different(hashesOf(start), await page.hashes()).length > 0);
    await page.tab.click('#discard');
    await eventually('the page is as before', async () => different(hashesOf(start), await page.hashes()).length === 0);
    assert.equal((await page.source()).text, target.text);
    assert.deepEqual((await served.state()).drafts, []);
    assert.equal(project.read(target.file), target.text);
    return page;
  },

  async 'typing fast loses nothing and ends with the last letter'() {
    const page = await Page.open(browser, served);
    const target = await paragraph();
    await edit(page, target, target.end);
    const more = ' Ein längerer Satz, so schnell getippt, wie es eben geht, und noch ein paar Worte mehr.';
    await page.tab.keyboard.type(more, { delay: 8 });
    const expected = target.text.slice(0, target.end) + more + target.text.slice(target.end);
    assert.equal((await page.source()).text, expected);
    await eventually('all of it is laid out', async () => (await (await served.get(`source?file=${encodeURIComponent(target.file)}`)).json()).text === expected);
    await eventually('all of it is shown', async () => String(await page.hashes()) === String(hashesOf(await served.state())));
    assert.equal((await page.source()).caret, target.end + more.length, 'the caret stands behind it');
    return page;
  },

  async 'two changes of one file: both versions are shown, and mine is kept'() {
    const page = await Page.open(browser, served);
    const { target, mine } = await clash(page);
    await page.tab.click('#keep-mine');
    await eventually('mine is saved', () => project.read(target.file) === mine);
    await page.untilSeen('dialog#conflict', false);
    await eventually('no draft is left', async () => (await served.state()).drafts.length === 0);
    return page;
  },

  async 'two changes of one file: both versions are shown, and theirs is taken'() {
    const page = await Page.open(browser, served);
    const { target, theirs } = await clash(page);
    await page.tab.click('#take-theirs');
    await page.untilSeen('dialog#conflict', false);
    await eventually('theirs is in the editor', async () => (await page.source()).text === theirs);
    await eventually('no draft is left', async () => (await served.state()).drafts.length === 0);
    assert.equal(project.read(target.file), theirs);
    return page;
  },

  async 'two versions that nobody chose between are shown again'() {
    const page = await Page.open(browser, served);
    const target = await paragraph();
    const theirs = withOther(target.text, target.at);
    await edit(page, target, target.end);
    await page.tab.keyboard.type(' Meins.');
    await eventually('a draft is there', async () => (await served.state()).drafts.length === 1);
    project.write(target.file, theirs);
    await page.untilSeen('#changed-elsewhere');
    await page.press('#save');
    await page.untilSeen('dialog#conflict');
    await page.tab.keyboard.press('Escape');
    await page.untilSeen('dialog#conflict', false);
    await page.press('#save');
    await page.untilSeen('dialog#conflict');
    assert.equal(project.read(target.file), theirs, 'the file is not written over');
    await page.tab.click('#edit-mine');
    await page.untilSeen('dialog#conflict', false);
    await page.press('#save');
    await eventually('mine is saved', () => project.read(target.file).includes(' Meins.'));
    return page;
  },

  async 'in a draft that is longer than its file, the caret stands where it should'() {
    const page = await Page.open(browser, served);
    const target = await paragraph();
    const address = `source?file=${encodeURIComponent(target.file)}`;
    await edit(page, target, target.start);
    const more = `${'Ein neuer Absatz, der den Text länger macht. '.repeat(80)}\n\n`;
    await page.tab.$eval('#source', (source, text) => document.execCommand('insertText', false, text), more);
    const draft = target.text.slice(0, target.start) + more + target.text.slice(target.start);
    await eventually('the draft is there', async () => (await (await served.get(address)).json()).text === draft);
    const last = draft.trimEnd().split('\n').length;
    assert.ok(draft.split('\n').slice(0, last - 1).join('\n').length > target.text.length, 'the place is behind the end of the file');
    await page.goTo(target.file, last);
    return page;
  },

  async 'of two texts that are asked for, the later is shown, though it comes first'() {
    const page = await Page.open(browser, served);
    const [slow, quick] = (await served.state()).chapters.slice(1, 3).map(({ file }) => file);
    const open = (file) => page.tab.$eval(`#contents li[data-file="${file}"] .edit`, (pen) => pen.click());
    await page.tab.evaluate((file) => {
      const { fetch } = window;
      window.fetch = async (address, ...rest) => {
        const isSlow = address.startsWith(`source?${new URLSearchParams({ file })}`);
        const answer = await fetch(address, ...rest);
        if (isSlow) await new Promise((done) => setTimeout(done, 500));
        if (isSlow) window.cameLate = true;
        return answer;
      };
    }, slow);
    await open(slow);
    await open(quick);
    await page.until('the slow answer is there', () => window.cameLate);
    await page.frames(3);
    const { text } = await (await served.get(`source?file=${encodeURIComponent(quick)}`)).json();
    assert.equal((await page.source()).text, text);
    return page;
  },

  async 'two windows show one draft'() {
    const [other, page] = [await Page.open(browser, served), await Page.open(browser, served)];
    const target = await paragraph();
    // All windows go there.
    await page.goTo(target.file, target.line);
    await eventually('the other window has the file, too', async () => (await other.source()).text === target.text);
    await page.tab.$eval('textarea#source', (source, at) => source.setSelectionRange(at, at), target.end);
    for (const word of [' Eins.', ' Zwei.']) {
      await page.tab.keyboard.type(word);
      const { text } = await page.source();
      await other.tab.bringToFront();
      await eventually(`the other window shows${word}`, async () => (await other.source()).text === text);
      await page.tab.bringToFront();
    }
    await page.press('#discard');
    await other.tab.bringToFront();
    await eventually('the other window shows the file again', async () => (await other.source()).text === target.text);
    assert.ok(await other.tab.$eval('#save', (save) => save.disabled), 'there is nothing to save in it');
    await other.close();
    return page;
  },

  async 'an error greys the last good pages and says where it is; mended, all is well'() {
    const page = await Page.open(browser, served);
    const target = await paragraph();
    await page.show(target.leaf);
    const look = () => page.tab.$eval(`#pages .leaf[data-leaf="${target.leaf}"]`, (leaf) => {
      const styles = [];
      for (let at = leaf.querySelector('svg'); at && at !== document.body; at = at.parentElement) {
        const { filter, opacity } = getComputedStyle(at);
        styles.push(filter, opacity);
      }
      return styles.join(' ');
    });
    const [before, good] = [await page.version(), await look()];
    const broken = `![Ein Bild, das es nicht gibt](../assets/fehlt-wirklich.png)\n\n`;
    project.write(target.file, target.text.slice(0, target.start) + broken + target.text.slice(target.start));
    await page.until('the pages are stale', () => document.body.classList.contains('stale'));
    assert.deepEqual(await page.hashes(), hashesOf(start), 'the last good pages stay');
    await eventually('they are greyed', async () => (await look()) !== good);
    const errors = (await served.state()).faults.filter((fault) => fault.severity === 'error');
    assert.ok(errors.length > 0);
    const shown = await page.tab.evaluate(() => document.body.innerText);
    assert.ok(errors.some((error) => shown.includes(error.message)), 'the error is said');
    assert.ok((await page.tab.$eval('#fault-count', (count) => count.textContent)).includes(String(errors.length)), 'errors are counted');
    const first = await page.tab.$$eval('#faults li[data-code]', (all) => all.map((one) => one.dataset.code));
    assert.equal(first[0], errors[0].code, 'errors stand first');
    if (!(await page.seen('#faults'))) await page.press('#show-faults');
    await page.tab.click(`#faults li[data-code="${errors[0].code}"] .to-source`);
    await page.caretAt(errors[0].offset);
    project.write(target.file, target.text);
    await page.until('the pages are good again', () => !document.body.classList.contains('stale'));
    await page.painted(before);
    await eventually('they look as before', async () => (await look()) === good);
    assert.deepEqual(await page.hashes(), hashesOf(start));

    const config = project.read('brochure.toml');
    project.write('brochure.toml', `${config}\n[edition.kaputt\n`);
    await page.until('the pages are stale', () => document.body.classList.contains('stale'));
    assert.deepEqual(await page.hashes(), hashesOf(start), 'the last good pages stay');
    project.write('brochure.toml', config);
    await page.until('the pages are good again', () => !document.body.classList.contains('stale'));
    return page;
  },

  async 'a warning is in the list and marked on its page'() {
    const page = await Page.open(browser, served);
    const known = (await served.state()).faults.length;
    const target = await paragraph();
    project.write(target.file, `${target.text.slice(0, target.end)} [^99]${target.text.slice(target.end)}`);
    const { ok, faults } = await eventually('something is found', async () => {
      const state = await served.state();
      return state.faults.length > known && state;
    });
    const found = faults.find((fault) => fault.file === target.file && fault.leaf !== undefined);
    assert.ok(ok && found?.severity === 'warning', 'it is a warning with a place');
    await eventually('all are in the list', async () => (await page.tab.$$eval('#faults li[data-code]', (all) => all.length)) === faults.length);
    assert.equal(await page.tab.$eval('#fault-count', (count) => Number(count.textContent)), faults.length);
    await page.press('#tab-faults');
    await page.tab.click(`#faults li[data-code="${found.code}"] .to-page`);
    await page.until('its page is in view', isInView, found.leaf);
    await page.show(found.leaf);
    const flag = await page.tab.$$eval('#pages .flag', (flags, message) => {
      const one = flags.find((each) => each.textContent.includes(message.replace(/[.:]$/, '')));
      return one?.getBoundingClientRect().toJSON();
    }, found.message);
    assert.ok(flag, 'it is marked');
    const at = await page.point(found.leaf, found.x, found.y);
    assert.ok(Math.abs(flag.top + flag.height / 2 - at.y) < 60, `the mark stands at ${flag.top}, its place at ${at.y}`);
    return page;
  },

  async 'each edition is shown by the switch'() {
    const page = await Page.open(browser, served);
    const names = await page.tab.$$eval('#view option', (all) => all.map((one) => one.value));
    assert.deepEqual(names, start.views.map((view) => view.name));
    for (const name of [...names.slice(1), names[0]]) {
      const version = await page.version();
      await page.tab.select('#view', name);
      const state = await served.state(name);
      assert.equal(state.view, name);
      assert.ok(state.leaves.length > 0, `${name} has leaves`);
      await page.until(`${name} is shown`, (hashes) => [...document.querySelectorAll('#pages .leaf')].map((leaf) => leaf.dataset.hash).join() === hashes, hashesOf(state).join());
      await page.painted(Math.min(version, state.version) - 1);
      for (const leaf of [0, Math.floor(state.leaves.length / 2), state.leaves.length - 1]) {
        await page.show(leaf);
        const { w, h } = state.leaves[leaf];
        const ratio = await page.tab.$eval(`#pages .leaf[data-leaf="${leaf}"] svg`, (svg) => svg.getBoundingClientRect().width / svg.getBoundingClientRect().height);
        assert.ok(Math.abs(ratio / (w / h) - 1) < 0.01, `leaf ${leaf} of ${name} has its shape`);
      }
      const lie = state.spreads.filter((spread) => spread.length > 1).at(-1);
      if (lie) {
        await page.show(lie[0]);
        const [left, right] = await Promise.all(lie.slice(0, 2).map((leaf) => page.tab.$eval(`#pages .leaf[data-leaf="${leaf}"]`, (found) => found.getBoundingClientRect().toJSON())));
        assert.ok(right.left - left.right > -2 && right.left - left.right < 80 && Math.abs(left.top - right.top) < 2, `leaves ${lie} of ${name} lie side by side`);
      }
    }
    return page;
  },

  async 'an editor, and a call, make the page go to a place'() {
    const page = await Page.open(browser, served);
    const target = await paragraph(6);
    run(program, ['preview', '--goto', `${target.file}:${target.line}`, project.folder]);
    await page.caretAt(target.start);
    await page.until('its page is in view', isInView, target.leaf);
    const link = await page.tab.$eval('#editor a[href^="vscode:"]', (found) => decodeURI(found.href));
    assert.match(link, new RegExp(`^vscode://file/?${project.folder}/${target.file}:${target.line}:\\d+$`));
    await page.tab.click('#edit-elsewhere');
    await eventually('the user\'s editor is called', () => served.opened.includes(`editor --goto ${path.join(project.folder, target.file)}:${target.line}`));
    await page.tab.$eval('#pages', (pages) => pages.scrollTo({ top: 0, behavior: 'instant' }));
    await page.tab.click('#show-on-page');
    await page.until('its page is in view again', isInView, target.leaf);
    return page;
  },

  async 'PDFs are made, listed with their sizes, and opened'() {
    const page = await Page.open(browser, served);
    await page.press('#build');
    await page.untilSeen('dialog#job');
    const made = await eventually('all PDFs are listed', async () => {
      const shown = await page.tab.$eval('dialog#job', (dialog) => dialog.textContent);
      const dist = path.join(project.folder, 'dist');
      const files = fs.existsSync(dist) ? fs.readdirSync(dist).filter((name) => name.endsWith('.pdf')) : [];
      return files.length > 0 && files.every((name) => shown.includes(name)) && files;
    });
    const editions = new Set(start.views.map((view) => view.name.replace(/:folded$/, '')));
    assert.ok(made.length >= editions.size, `${made.length} files for ${editions.size} editions`);
    const before = served.opened.length;
    await page.tab.click('dialog#job #job-files button');
    await eventually('a PDF is opened', () => served.opened.slice(before).some((line) => made.some((name) => line.endsWith(`dist/${name}`))));
    await page.tab.click('#open-folder');
    await eventually('the folder is opened', () => served.opened.slice(before).some((line) => line.endsWith('/dist')));
    await page.tab.keyboard.press('Escape');
    await page.untilSeen('dialog#job', false);
    return page;
  },

  async 'files for the print shop are examined'() {
    const page = await Page.open(browser, served);
    await page.press('#preflight');
    await page.untilSeen('dialog#job');
    await page.until('it is done', () => !document.querySelector('#job-progress')?.checkVisibility());
    assert.ok((await page.tab.$eval('dialog#job', (dialog) => dialog.innerText)).trim().length > 20, 'the result is told');
    return page;
  },

  async 'what a job found is told to who closed its window'() {
    const page = await Page.open(browser, served);
    // At once: the job may be a short one.
    await page.tab.evaluate(() => ['preflight', 'close-job'].forEach((id) => document.getElementById(id).click()));
    await page.untilSeen('#finished');
    await page.press('#finished-show');
    await page.untilSeen('dialog#job.done');
    await page.untilSeen('#finished', false);
    await page.press('#close-job');
    return page;
  },

  async 'a chapter is made, moved down and up, and its text written'() {
    const page = await Page.open(browser, served);
    await openContents(page);
    await page.press('#new-chapter');
    await page.untilSeen('#chapter-name');
    await page.tab.type('#chapter-name', 'Ein neues Kapitel');
    await page.tab.keyboard.press('Enter');
    const file = await eventually('the file is there', () => project.files().find((name) => /ein-neues-kapitel\.md$/.test(name)));
    const order = () => page.tab.$$eval('#contents li[data-file]', (all) => all.map((one) => one.dataset.file));
    await eventually('it is in the contents', async () => (await order()).includes(file));
    await openContents(page);
    const [first] = await order();
    const button = (name, which) => `#contents li[data-file="${name}"] .${which}`;
    const press = async (name, which) => {
      await page.tab.focus(`#contents li[data-file="${name}"] button`);
      await page.press(button(name, which));
    };
    await press(first, 'down');
    await eventually('it is second', async () => (await order())[1] === first);
    assert.match(project.read('brochure.toml'), /order = /);
    await press(first, 'up');
    await eventually('it is first again', async () => (await order())[0] === first);
    return page;
  },

  async 'a picture is put into the text, with words for those who do not see it'() {
    const page = await Page.open(browser, served);
    const target = await paragraph();
    await edit(page, target, target.end);
    const there = path.join(temporary('picture'), 'Foto vom Fest.png');
    fs.writeFileSync(there, PICTURE);
    const [chooser] = await Promise.all([page.tab.waitForFileChooser(), page.tab.click('#add-picture')]);
    await chooser.accept([there]);
    await page.untilSeen('#picture-alt');
    await page.tab.type('#picture-alt', 'Ein Fest im Hof');
    await page.tab.click('dialog#picture button.primary');
    const text = await eventually('it stands in the text', async () => {
      const { text: now } = await page.source();
      return now.includes('![Ein Fest im Hof](') && now;
    });
    const [, link] = /\n\n!\[Ein Fest im Hof\]\(([^)]+)\)\n\n/.exec(text) ?? [];
    assert.ok(link, 'it stands on lines of its own');
    assert.ok(text.startsWith(target.text.slice(0, target.end)), 'it stands where the caret was');
    const file = path.join(project.folder, path.dirname(target.file), link);
    assert.ok(fs.readFileSync(file).equals(PICTURE), 'it is copied');
    await eventually('it is laid out', async () => {
      const { ok, leaves } = await served.state();
      return ok && leaves[target.leaf].hash !== start.leaves[target.leaf].hash;
    });
    return page;
  },

  async 'all works by keyboard'() {
    const page = await Page.open(browser, served);
    const target = await paragraph();
    await page.tab.focus('#pages');
    const at = () => page.tab.evaluate(() => document.querySelector('#page').value);
    const first = await at();
    await page.tab.keyboard.press('PageDown');
    await eventually('the page is turned', async () => (await at()) !== first);
    await page.tab.keyboard.press('PageUp');
    await eventually('it is turned back', async () => (await at()) === first);
    const reached = new Set();
    await page.tab.focus('body');
    for (let n = 0; n < 80; n += 1) {
      await page.tab.keyboard.press('Tab');
      const focused = await page.tab.evaluate(() => {
        const one = document.activeElement;
        const style = getComputedStyle(one);
        const isMarked = style.outlineStyle !== 'none' || style.boxShadow !== 'none' || one === document.body;
        return { name: one.id || one.className || one.tagName, isMarked };
      });
      assert.ok(focused.isMarked, `${focused.name} shows that it is focused`);
      reached.add(focused.name);
    }
    for (const name of ['view', 'build', 'preflight', 'pages', 'show-faults', 'new-chapter']) {
      assert.ok(reached.has(name), `#${name} is reached by the tabulator`);
    }
    await edit(page, target);
    await page.tab.keyboard.press('Escape');
    await page.untilSeen('#editor', false);
    const said = await page.tab.$$eval('[aria-live], [role=status]', (all) => all.length);
    assert.ok(said > 0, 'changes are told to screen readers');
    return page;
  },

  async 'who only looks can change nothing'() {
    const shown = await preview(program, copyOf(project.folder), { more: ['--read-only'] });
    const page = await Page.open(browser, shown);
    const writing = ['#build', '#preflight', '#new-chapter', '#save', '#discard', '#add-picture', '#contents .up', '#contents .down'];
    const { file } = (await shown.state()).chapters[1];
    await page.goTo(file, 1);
    for (const name of writing) {
      const able = await page.tab.$$eval(name, (all) => all.some((one) => one.checkVisibility() && !one.disabled));
      assert.ok(!able, `${name} cannot be pressed`);
    }
    assert.ok(await page.tab.$eval('textarea#source', (source) => source.readOnly || source.disabled), 'nothing can be typed');
    await page.close();
    await shown.stop();
  },

  async 'when the program ends, the pages stay and it is said'() {
    const shown = await preview(program, copyOf(project.folder));
    const page = await Page.open(browser, shown);
    await shown.stop();
    await page.untilSeen('#lost');
    assert.ok(await page.tab.$('#pages .leaf[data-leaf="0"] svg'), 'the pages stay');
    assert.deepEqual(await page.findings(), []);
    await page.close();
  },

  async 'a project is begun, and opened, where there was none'() {
    const begun = await desktop(program);
    const page = await Page.open(browser, begun, { project: false });
    await page.tab.waitForFunction(() => document.querySelectorAll('form, dialog[open], main').length > 0);
    await page.until('the page has what to choose from', () => document.querySelector('input[type=radio], select option, button[data-starter], li button, form input'));
    for (const dark of [false, true]) {
      await page.tab.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: dark ? 'dark' : 'light' }]);
      assert.deepEqual(await page.findings(), []);
    }
    const field = await page.tab.evaluateHandle(() => [...document.querySelectorAll('input')].find((one) => ['text', ''].includes(one.getAttribute('type') ?? '') && one.checkVisibility()));
    await field.asElement().type('Wer hilft');
    await page.tab.keyboard.press('Enter');
    await eventually('the project is made', () => fs.existsSync(path.join(begun.folder, 'Wer hilft', 'brochure.toml')));
    await page.until('its pages are shown', () => document.querySelector('#pages .leaf svg') && document.documentElement.dataset.painted);
    await page.close();
    await begun.stop();
  },

  async 'every button can be pressed, and every dialog closes with Escape'() {
    const page = await Page.open(browser, served);
    await page.goTo(start.chapters[1].file, 3);
    const selector = 'button, summary, [role=tab]';
    const names = await page.tab.$$eval(selector, (all) => all.map((one) => one.id).filter(Boolean));
    let pressed = 0;
    for (const id of names) {
      if (!(await page.seen('#editor'))) await page.goTo(start.chapters[1].file, 3);
      if (!(await page.tab.$eval(`#${id}`, (one) => one.checkVisibility() && !one.disabled))) continue;
      if (id === 'add-picture') {
        const [chooser] = await Promise.all([page.tab.waitForFileChooser(), page.tab.click(`#${id}`)]);
        await chooser.cancel();
      } else {
        await page.press(`#${id}`);
      }
      pressed += 1;
      await page.frames(3);
      assert.deepEqual(page.troubles, [], `#${id}`);
      if (await page.tab.$('dialog[open]')) {
        await page.until('the job is done', () => !document.querySelector('#job-progress')?.checkVisibility());
        await page.tab.keyboard.press('Escape');
        await page.until(`the dialog of #${id} is closed`, () => !document.querySelector('dialog[open]'));
      }
    }
    assert.ok(pressed > 12, `${pressed} buttons pressed`);
    return page;
  },

  async 'the spread looks as it is stored, at three widths'() {
    const wrong = [];
    for (const width of WIDTHS) {
      const page = await Page.open(browser, served, { width, height: 900 });
      const { leaf } = start.chapters[1];
      await page.show(leaf);
      const spread = start.spreads.find((leaves) => leaves.includes(leaf));
      await page.until('the spread is drawn', (leaves) => leaves.every((n) => document.querySelector(`#pages .leaf[data-leaf="${n}"] svg`)), spread);
      const clip = await page.tab.$eval('#pages', clipOf, spread);
      const found = await difference(page, desk, { name: `spread-${width}`, clip, writes: writesShots });
      if (found) wrong.push(found);
      await page.close();
    }
    assert.deepEqual(wrong, []);
  },

  async 'axe finds nothing in any state, light and dark, wide and narrow'() {
    const wrong = [];
    const target = await paragraph();
    for (const [dark, width] of [[false, 1440], [true, 1440], [false, 390], [true, 390]]) {
      const page = await Page.open(browser, served, { dark, width, height: width < 500 ? 844 : 900 });
      const look = async (state) => {
        const found = await page.findings();
        wrong.push(...found.map((one) => `${state}, ${dark ? 'dark' : 'light'}, ${width}: ${one}`));
      };
      await look('pages');
      for (const name of ['show-side', 'show-tools']) {
        if (!(await page.seen(`#${name}`))) continue;
        await page.press(`#${name}`);
        await look(name);
        await page.tab.keyboard.press('Escape');
      }
      for (const name of ['tab-contents', 'tab-thumbs', 'tab-faults']) {
        if (!(await page.seen(`#${name}`))) await page.press('#show-side');
        await page.press(`#${name}`);
        await look(name);
      }
      if (width < 500 && (await page.seen('#side'))) await page.press('#show-side');
      await page.goTo(target.file, target.line);
      await look('editor');
      await page.tab.keyboard.type('x');
      await eventually('a draft is there', async () => (await served.state()).drafts.length === 1);
      await look('draft');
      project.write(target.file, withOther(target.text, target.at));
      await page.untilSeen('#changed-elsewhere');
      await look('changed elsewhere');
      await page.untilConflict();
      await look('conflict');
      await page.press('#take-theirs');
      await page.untilSeen('dialog#conflict', false);
      project.write(target.file, `${target.text}\n\n![](../assets/fehlt-wirklich.png)\n`);
      await page.until('the pages are stale', () => document.body.classList.contains('stale'));
      await look('errors');
      await restored();
      await page.until('the pages are good again', () => !document.body.classList.contains('stale'));
      for (const [button, dialog] of [['#new-chapter', '#chapter'], ['#preflight', '#job'], ['#build', '#job']]) {
        if (!(await page.seen(button))) {
          await page.tab.$eval(button, (found) => found.click());
        } else {
          await page.press(button);
        }
        await page.untilSeen(`dialog${dialog}`);
        await look(`${dialog}, at work`);
        await page.until('the job is done', () => !document.querySelector('#job-progress')?.checkVisibility());
        await look(dialog);
        await page.tab.keyboard.press('Escape');
        await page.untilSeen(`dialog${dialog}`, false);
      }
      await page.close();
      await restored();
    }
    assert.deepEqual(wrong, []);
  },
};

/** In the browser: whether some of a leaf is seen. */
function isInView(leaf) {
  const box = document.querySelector(`#pages .leaf[data-leaf="${leaf}"]`)?.getBoundingClientRect();
  return box && box.bottom > 0 && box.top < innerHeight;
}

/** In the browser: the box around those leaves that are seen whole. */
function clipOf(pages, leaves) {
  const window = pages.getBoundingClientRect();
  const boxes = leaves.map((n) => pages.querySelector(`.leaf[data-leaf="${n}"]`).getBoundingClientRect());
  const whole = boxes.filter((box) => box.top >= window.top && box.bottom <= window.bottom);
  const [x, y] = [Math.min(...whole.map((box) => box.left)), Math.min(...whole.map((box) => box.top))];
  return { x, y, width: Math.max(...whole.map((box) => box.right)) - x, height: Math.max(...whole.map((box) => box.bottom)) - y };
}

/** A paragraph is changed in the editor and by another program, and both versions are shown. */
async function clash(page) {
  const target = await paragraph();
  const mine = `${target.text.slice(0, target.end)} Meins.${target.text.slice(target.end)}`;
  const theirs = withOther(target.text, target.at);
  await edit(page, target, target.end);
  await page.tab.keyboard.type(' Meins.');
  await eventually('a draft is there', async () => (await served.state()).drafts.length === 1);
  project.write(target.file, theirs);
  await page.untilConflict();
  const shown = await page.tab.$eval('dialog#conflict', (dialog) => dialog.textContent);
  const line = (text, at) => text.slice(text.lastIndexOf('\n', at) + 1).split('\n')[0];
  for (const version of [line(mine, target.end), line(theirs, target.at)]) assert.ok(shown.includes(version), `it shows: ${version}`);
  assert.equal(project.read(target.file), theirs, 'the file is not written over');
  return { target, mine, theirs };
}

/** Shows the contents, wherever they are. */
async function openContents(page) {
  if (!(await page.seen('#tab-contents'))) await page.press('#show-side');
  await page.press('#tab-contents');
  await page.untilSeen('#new-chapter');
}

let failed = 0;
for (const [name, check] of Object.entries(checks).filter(([known]) => known.includes(only))) {
  const began = Date.now();
  try {
    const page = await check();
    if (page) {
      assert.deepEqual(page.troubles, []);
      assert.deepEqual(page.foreign, [], 'the page asks nobody else');
    }
    console.log(`ok   ${name} (${Date.now() - began} ms)`);
  } catch (error) {
    failed += 1;
    console.log(`FAIL ${name}: ${error.message}`);
  }
  // Whatever a check left open.
  for (const tab of await browser.pages()) if (tab !== desk) await tab.close();
  try {
    await restored();
  } catch (error) {
    failed += 1;
    console.log(`FAIL ${name}, put back: ${error.message}`);
    start = await served.state();
  }
}
await browser.close();
await served.stop();
console.log(failed ? `${failed} checks failed` : 'all good');
process.exit(failed ? 1 : 0);
