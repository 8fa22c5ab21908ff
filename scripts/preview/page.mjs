// Decides how the tests drive the page: by its hooks alone, and when they hold a state for painted.

import { createRequire } from 'node:module';

// Found by NODE_PATH, too.
const require = createRequire(import.meta.url);
const puppeteer = require('puppeteer-core');
const axe = require('axe-core').source;

/** So long the page may take for anything, in milliseconds. */
const PATIENCE = 10_000;

/** A browser with its own profile. */
export async function launched() {
  const executablePath = process.env.CHROMIUM || '/usr/bin/chromium';
  // Without a sandbox of its own: machines that test run as root.
  const args = ['--no-sandbox', '--disable-dev-shm-usage', '--force-color-profile=srgb', '--font-render-hinting=none'];
  return puppeteer.launch({ executablePath, args, headless: true });
}

/** The page of a program, and all that went wrong in it. */
export class Page {
  /** Opens it; its pages are painted then, if a project is open. */
  static async open(browser, program, { width = 1440, height = 900, dark = false, project = true } = {}) {
    const tab = await browser.newPage();
    tab.setDefaultTimeout(PATIENCE);
    const page = new Page(tab, program);
    await tab.setViewport({ width, height });
    await tab.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: dark ? 'dark' : 'light' }]);
    await tab.goto(program.address, { waitUntil: 'load' });
    if (project) {
      await page.painted();
    }
    return page;
  }

  constructor(tab, program) {
    this.tab = tab;
    this.program = program;
    this.troubles = [];
    this.foreign = [];
    tab.on('pageerror', (error) => this.troubles.push(`script: ${error.message}`));
    tab.on('console', (told) => {
      // Answers that refuse are told to the user; the browser writes them down as well.
      const isAnswer = told.text().startsWith('Failed to load resource');
      if (['error', 'warn'].includes(told.type()) && !isAnswer) this.troubles.push(`console: ${told.text()}`);
    });
    tab.on('request', (request) => {
      const own = [program.address, 'data:', 'blob:'].some((start) => request.url().startsWith(start));
      if (!own) this.foreign.push(request.url());
    });
    // The page asks before it is left with unsaved text.
    tab.on('dialog', (dialog) => dialog.accept());
  }

  /** Closes it, whatever is unsaved. */
  async close() {
    await this.tab.close();
  }

  /** Waits until something holds in the page; `told` says what was waited for. */
  async until(told, holds, ...values) {
    try {
      return await this.tab.waitForFunction(holds, { polling: 20 }, ...values);
    } catch (error) {
      throw new Error(`waited in vain: ${told} (${error.message})`);
    }
  }

  /** The version whose pages are painted. */
  async version() {
    return this.tab.evaluate(() => Number(document.documentElement.dataset.painted ?? 0));
  }

  /** Waits until a version newer than `than` is painted, and that it is the newest. */
  async painted(than = 0) {
    await this.until(`a version after ${than} is painted`, (v) => Number(document.documentElement.dataset.painted) > v, than);
    const { version } = await this.program.state(await this.view());
    await this.until(`version ${version} is painted`, (v) => Number(document.documentElement.dataset.painted) >= v, version);
  }

  /** The name of the view that is shown. */
  async view() {
    return this.tab.$eval('#view', (choice) => choice.value);
  }

  /** The hashes of all leaves, as the document has them. */
  async hashes() {
    return this.tab.$$eval('#pages .leaf', (leaves) => leaves.map((leaf) => leaf.dataset.hash));
  }

  /** Brings a leaf into view and waits for its drawing. */
  async show(leaf) {
    const place = `#pages .leaf[data-leaf="${leaf}"]`;
    await this.tab.$eval(place, (found) => found.scrollIntoView({ block: 'center', behavior: 'instant' }));
    await this.until(`leaf ${leaf} is drawn`, (found) => document.querySelector(found)?.querySelector('svg'), place);
    await this.frames(2);
  }

  /** The leaves that do not hold what their drawings say, of those that are drawn. */
  async wronglyDrawn() {
    return this.tab.evaluate(async () => {
      const wrong = [];
      for (const leaf of document.querySelectorAll('#pages .leaf:has(> svg)')) {
        const text = await (await fetch(`page/${leaf.dataset.hash}.svg`)).text();
        const anew = new DOMParser().parseFromString(text.replaceAll('\n', ''), 'image/svg+xml').documentElement;
        anew.setAttribute('aria-hidden', 'true');
        if (!leaf.querySelector('svg').isEqualNode(anew)) wrong.push(leaf.dataset.leaf);
      }
      return wrong;
    });
  }

  /** Lets the browser paint. */
  async frames(count) {
    await this.tab.evaluate(async (left) => {
      for (; left > 0; left -= 1) await new Promise(requestAnimationFrame);
    }, count);
  }

  /** Where a place of a leaf stands on the screen; `x` and `y` in points. */
  async point(leaf, x, y) {
    return this.tab.$eval(`#pages .leaf[data-leaf="${leaf}"] svg`, (drawing, at) => {
      const box = drawing.getBoundingClientRect();
      const { width, height } = drawing.viewBox.baseVal;
      return { x: box.x + (at.x / width) * box.width, y: box.y + (at.y / height) * box.height };
    }, { x, y });
  }

  /** Clicks a place of a leaf, in view or not; the program's answer, and nothing where nothing is written. */
  async click(leaf, x, y) {
    await this.show(leaf);
    let at = await this.point(leaf, x, y);
    const { height } = this.tab.viewport();
    if (at.y < 120 || at.y > height - 40) {
      await this.tab.$eval('#pages', (pages, by) => {
        let scrolled = pages;
        while (scrolled && scrolled.scrollHeight <= scrolled.clientHeight + 1) scrolled = scrolled.parentElement;
        (scrolled ?? document.scrollingElement).scrollBy({ top: by, behavior: 'instant' });
      }, at.y - height / 2);
      await this.frames(2);
      at = await this.point(leaf, x, y);
    }
    const answer = this.tab.waitForResponse((response) => /\/spot\?/.test(response.url()));
    await this.tab.mouse.click(at.x, at.y);
    const response = await answer;
    return response.ok() ? response.json() : null;
  }

  /** Waits until the editor's caret stands at a place. */
  async caretAt(offset) {
    await this.until(`the caret stands at ${offset}`, (at) => {
      const source = document.querySelector('textarea#source');
      return document.activeElement === source && source.selectionStart === at;
    }, offset);
  }

  /** The text in the editor, and its caret. */
  async source() {
    return this.tab.$eval('textarea#source', ({ value, selectionStart }) => ({ text: value, caret: selectionStart }));
  }

  /** Opens a place of a file in the editor, as an editor asks for it. */
  async goTo(file, line) {
    await this.program.get(`at?file=${encodeURIComponent(file)}&line=${line}`);
    const { text } = await (await this.program.get(`source?file=${encodeURIComponent(file)}`)).json();
    await this.caretAt(text.split('\n').slice(0, line - 1).join('\n').length + (line > 1 ? 1 : 0));
  }

  /** Whether something is there, and to be seen. */
  async seen(selector) {
    return this.tab.$$eval(selector, (all) => all.some((one) => one.checkVisibility({ visibilityProperty: true })));
  }

  /** Waits until something is to be seen, or no more. */
  async untilSeen(selector, is = true) {
    await this.until(`${selector} is ${is ? '' : 'not '}seen`, (found, wanted) =>
      [...document.querySelectorAll(found)].some((one) => one.checkVisibility({ visibilityProperty: true })) === wanted, selector, is);
  }

  /** Waits until it is said that a file changed under a draft, and compares. */
  async untilConflict() {
    await this.untilSeen('#changed-elsewhere');
    await this.press('#compare');
    await this.untilSeen('dialog#conflict');
  }

  /** Presses a button as somebody does who works by keyboard. */
  async press(selector) {
    await this.untilSeen(selector);
    await this.tab.focus(selector);
    await this.tab.keyboard.press('Enter');
  }

  /** What axe finds, a line for each. */
  async findings() {
    await this.frames(2);
    await this.tab.evaluate(`if (!window.axe) { ${axe} }`);
    const found = await this.tab.evaluate(async () => (await window.axe.run(document, { resultTypes: ['violations'] })).violations
      .flatMap(({ id, help, nodes }) => nodes.slice(0, 3).map((node) => `${id}: ${help}: ${node.target.join(' ')} (${node.any.concat(node.all, node.none).map((one) => one.message).join('; ')})`)));
    return found;
  }
}
