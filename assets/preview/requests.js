// Requests to the program. Decides how an answer that is none becomes an error with a text for the user.

import { say, sentence } from './words.js';

/** A refusal of the program; `status` and `answer` as they were sent, `message` for the user. */
export class Refusal extends Error {
  constructor(status, answer) {
    super(sentence(answer.error) || say('not_answered'));
    this.status = status;
    this.answer = answer;
  }
}

/** What the program answers to GET, as JSON. */
export const get = (name, query) => ask('GET', name, query);

/** What the program answers to POST: JSON, or nothing. */
export const post = (name, query, body) => ask('POST', name, query, body);

/** What the program answers to DELETE: nothing. */
export const drop = (name, query) => ask('DELETE', name, query);

async function ask(method, name, query = {}, body = undefined) {
  const address = `${name}?${new URLSearchParams(query)}`;
  const answer = await fetch(address, { method, body }).catch(() => {
    throw new Refusal(0, { error: say('lost') });
  });
  const text = await answer.text();
  const json = text.startsWith('{') ? JSON.parse(text) : {};
  if (!answer.ok) throw new Refusal(answer.status, json);
  return json;
}
