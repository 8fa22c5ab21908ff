// Measures `brochure preview`: the time from a saved file to its changed page on the screen, and what the program takes of
// the machine. Run by hand; decides what is measured, and how.
//
//     node speed.mjs BROCHURE PROJECT [PROJECT OF MANY CHAPTERS]

import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

import { Page, launched } from './page.mjs';
import { copyOf, preview } from './program.mjs';
import { Project, lateLetter, paragraphs } from './project.mjs';

const [binary, ...folders] = process.argv.slice(2);

/** Changes that are timed. */
const CHANGES = 20;
/** Saves over which memory is looked at, and how many lie between two looks. */
const SAVES = 1000;
const LOOK = 100;
/** Seconds in which nothing happens. */
const IDLE = 10;

/** A text with two other letters at a place, each time others: no drawing is known from before. */
function withOthers(text, at, n) {
  const letter = (k) => String.fromCharCode('a'.charCodeAt(0) + (k % 26));
  return text.slice(0, at) + letter(n) + letter(Math.floor(n / 26)) + text.slice(at + 2);
}

const sleep = (ms) => new Promise((done) => setTimeout(done, ms));
const now = () => performance.timeOrigin + performance.now();

/** Milliseconds by which the page's clock is before ours: from the quickest of some questions. */
async function clockOf(page) {
  let best = { took: Infinity };
  for (let n = 0; n < 30; n += 1) {
    const asked = now();
    const theirs = await page.tab.evaluate(() => performance.timeOrigin + performance.now());
    const took = now() - asked;
    if (took < best.took) best = { took, ahead: theirs - (asked + took / 2) };
  }
  return best.ahead;
}

/** A letter of running text that may be changed, in the middle of the project, and its leaf. */
async function letter(program, project) {
  const { chapters, view } = await program.state();
  for (const { file } of chapters.slice(Math.floor(chapters.length / 2))) {
    const text = project.read(file);
    for (const found of paragraphs(text)) {
      const at = lateLetter(text, found);
      const { boxes } = await (await program.get(`places?view=${encodeURIComponent(view)}&file=${encodeURIComponent(file)}&offset=${found.start + 1}`)).json();
      if (at && boxes.length > 0) return { file, text, at, leaf: boxes.at(-1).leaf };
    }
  }
  throw new Error('no running text');
}

/** The resident memory of a process, in MiB. */
function resident(pid) {
  return Number(/VmRSS:\s+(\d+)/.exec(fs.readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1024;
}

/** The seconds that a process has computed. */
function computed(pid) {
  const fields = fs.readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
  const ticks = Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }));
  return (Number(fields[11]) + Number(fields[12])) / ticks;
}

/** Saves one letter changed, and waits until the page has painted it; how long that took, in milliseconds. */
async function change(page, project, { file }, text, ahead) {
  await page.tab.evaluate(() => {
    window.paintedAt = new Promise((done) => {
      const seen = new MutationObserver(() => {
        seen.disconnect();
        done(performance.timeOrigin + performance.now());
      });
      seen.observe(document.documentElement, { attributeFilter: ['data-painted'] });
    });
  });
  const there = path.join(project.folder, file);
  fs.writeFileSync(there, text);
  const saved = now();
  return (await page.tab.evaluate(() => window.paintedAt)) - ahead - saved;
}

async function measure(browser, folder, isLong) {
  const project = new Project(copyOf(folder));
  const program = await preview(path.resolve(binary), project.folder);
  const opened = now();
  const page = await Page.open(browser, program);
  const first = now() - opened;
  const state = await program.state();
  const target = await letter(program, project);
  await page.show(target.leaf);
  const ahead = await clockOf(page);
  let changes = 0;
  const next = () => change(page, project, target, withOthers(target.text, target.at, changes++), ahead);
  const times = [];
  const stages = [];
  for (let n = 0; n < CHANGES; n += 1) {
    await sleep(200);
    times.push(await next());
    stages.push((await program.state()).took.reduce((sum, [, took]) => sum + took, 0));
  }
  const [sorted, built] = [times, stages].map((all) => all.toSorted((a, b) => a - b));
  const median = (all) => (all[all.length / 2 - 1] + all[all.length / 2]) / 2;
  console.log(`${path.basename(path.resolve(folder))}: ${state.leaves.length} leaves, ${state.chapters.length} chapters; opened and painted in ${first.toFixed(0)} ms`);
  console.log(`  from the saved file to the changed page: median ${median(sorted).toFixed(1)} ms, worst ${sorted.at(-1).toFixed(1)} ms of ${CHANGES}; of that the build: median ${median(built).toFixed(1)} ms`);
  const { pid } = program.child;
  await sleep(1000);
  const before = computed(pid);
  await sleep(IDLE * 1000);
  console.log(`  computed in ${IDLE} idle seconds: ${(computed(pid) - before).toFixed(2)} s; memory: ${resident(pid).toFixed(1)} MiB`);
  if (isLong) {
    const sizes = [resident(pid)];
    for (let n = 1; n <= SAVES; n += 1) {
      await next();
      if (n % LOOK === 0) sizes.push(resident(pid));
    }
    console.log(`  memory over ${SAVES} saves, every ${LOOK}, in MiB: ${sizes.map((size) => size.toFixed(1)).join(' ')}`);
  }
  await page.close();
  await program.stop();
}

const browser = await launched();
for (const [n, folder] of folders.entries()) await measure(browser, folder, n === 0);
await browser.close();
process.exit(0);
