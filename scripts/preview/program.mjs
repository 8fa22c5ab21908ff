// Decides how the tests run the program: on a copy of a project, with the system's openers replaced by ones that only
// write down what they were asked to open.

import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** Folders of a project that hold nothing to build from. */
const PRODUCTS = ['target', 'dist', 'node_modules'];
/** So long the program may take to say its address, in milliseconds. */
const STARTS_WITHIN = 20_000;

/** What is done when the tests end, however they do. */
const leftovers = [];
process.on('exit', () => leftovers.forEach((tidy) => tidy()));

/** A new folder that is removed when the tests end. */
export function temporary(name) {
  const folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), `brochure-${name}-`)));
  leftovers.push(() => fs.rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A copy of what a project is built from. */
export function copyOf(project) {
  const folder = temporary('project');
  const counts = (file) => {
    const name = path.basename(file);
    return path.resolve(file) === path.resolve(project) || !(name.startsWith('.') || PRODUCTS.includes(name));
  };
  fs.cpSync(project, folder, { recursive: true, filter: counts });
  return folder;
}

/** A program that is named as the system's opener is, and writes what it is asked to open into `log`, a line for each call. */
function recorder() {
  const folder = temporary('openers');
  const log = path.join(folder, 'log');
  fs.writeFileSync(log, '');
  for (const name of ['xdg-open', 'open', 'editor']) {
    fs.writeFileSync(path.join(folder, name), `#!/bin/sh\necho "${name} $*" >> '${log}'\n`, { mode: 0o755 });
  }
  return { folder, log };
}

/** A running program: its address, its process, and what was opened. */
class Program {
  constructor(child, opener) {
    this.child = child;
    this.opener = opener;
    this.said = '';
  }

  /** What the system was asked to open: `xdg-open /a/b.pdf`, in order. */
  get opened() {
    return fs.readFileSync(this.opener.log, 'utf8').split('\n').filter(Boolean);
  }

  /** What stands at an address below the page's own. */
  async get(name) {
    return fetch(this.address + name);
  }

  /** The state of a view; that of the first one where none is named. */
  async state(view = '') {
    return (await this.get(`state?view=${encodeURIComponent(view)}`)).json();
  }

  /** Ends the program and waits until it has. */
  async stop() {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const ended = new Promise((done) => this.child.once('exit', done));
    this.child.kill('SIGKILL');
    await ended;
  }
}

/** Starts a program and waits for its address. */
async function started(command, words, { cwd, env = {} } = {}) {
  const opener = recorder();
  const surroundings = { ...process.env, PATH: `${opener.folder}:${process.env.PATH}`, ...env };
  const child = spawn(command, words, { cwd, env: surroundings, stdio: ['pipe', 'pipe', 'pipe'] });
  const program = new Program(child, opener);
  leftovers.unshift(() => child.kill('SIGKILL'));
  program.address = await new Promise((found, failed) => {
    const late = setTimeout(() => failed(new Error(`no address: ${program.said}`)), STARTS_WITHIN);
    const hear = (data) => {
      program.said += data;
      const address = /http:\/\/127\.0\.0\.1:\d+\/[^\s/]+\//.exec(program.said);
      if (address) {
        clearTimeout(late);
        found(address[0]);
      }
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.once('exit', (code) => failed(new Error(`the program ended with ${code}: ${program.said}`)));
    child.once('error', failed);
  });
  return program;
}

/** `brochure preview` of a folder; `editor` says whether the user has named one. */
export async function preview(binary, folder, { more = [], editor = false } = {}) {
  const env = { BROCHURE_EDITOR: editor ? 'editor --goto {file}:{line}' : '' };
  return started(binary, ['preview', '--no-open', '--port', '0', ...more, folder], { env });
}

/** The program as a double click starts it: from its own folder, in a terminal, without words. */
export async function desktop(binary) {
  const folder = temporary('desktop');
  fs.copyFileSync(binary, path.join(folder, 'brochure'));
  fs.chmodSync(path.join(folder, 'brochure'), 0o755);
  const program = await started('script', ['-qec', './brochure', '/dev/null'], { cwd: folder });
  program.folder = folder;
  return program;
}

/** Runs a command of the program to its end; what it printed. */
export function run(binary, words) {
  const { status, stdout, stderr } = spawnSync(binary, words, { encoding: 'utf8', maxBuffer: 1 << 28 });
  if (status !== 0) throw new Error(`${words.join(' ')} ended with ${status}: ${stderr}`);
  return stdout;
}
