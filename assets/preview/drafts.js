// Drafts on their way to the program. Decides when a text is sent: soon after it was typed, never two at once, and only
// the newest.

import { drop, post } from './requests.js';

const PAUSE = 60; // ms

/** The drafts of one file. */
export class Drafts {
  constructor(file, failed) {
    Object.assign(this, { file, failed, newest: null, timer: null, sending: null });
  }

  /** Whether something is on its way, or will be. */
  get isBusy() {
    return this.newest !== null || this.sending !== null;
  }

  /** Sends a text soon. */
  put(text) {
    this.newest = text;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.flush().catch(this.failed), PAUSE);
  }

  /** Sends what waits; done when nothing is on its way any more. What could not be sent still waits. */
  async flush() {
    clearTimeout(this.timer);
    while (this.isBusy) {
      this.sending ??= this.send();
      await this.sending;
    }
  }

  /** Takes the draft away: the file counts again. */
  async discard() {
    this.newest = null;
    await this.flush();
    await drop('draft', { file: this.file });
  }

  async send() {
    const text = this.newest;
    this.newest = null;
    try {
      await post('draft', { file: this.file }, text);
    } catch (error) {
      this.newest ??= text;
      throw error;
    } finally {
      this.sending = null;
    }
  }
}
