// Words of the page. Decides where they are put; which words there are is decided by the program (src/preview/words.rs).

let words = {};

/** Reads the words and fills them into the page; answers the language's tag. */
export async function load() {
  const answer = await (await fetch('words')).json();
  words = answer.words;
  document.documentElement.lang = answer.language;
  fill(document);
  return answer.language;
}

/** What stands under a key, with `{name}` filled in. */
export function say(key, values = {}) {
  return (words[key] ?? key).replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

/** `KEY_one` or `KEY_many`, by a number. */
export const count = (key, n) => say(`${key}_${n === 1 ? 'one' : 'many'}`, { n });

/** A sentence of the program as it stands alone: it begins with a capital. */
export const sentence = (text) => text && text[0].toLocaleUpperCase(document.documentElement.lang) + text.slice(1);

function fill(root) {
  for (const element of root.querySelectorAll('[data-word]')) element.textContent = say(element.dataset.word);
  for (const element of root.querySelectorAll('[data-label]')) element.ariaLabel = say(element.dataset.label);
  for (const element of root.querySelectorAll('[data-tip]')) element.title = say(element.dataset.tip);
  for (const element of root.querySelectorAll('[data-hint]')) {
    element.title = say(element.dataset.hint);
    element.ariaLabel = say(element.dataset.hint);
  }
}
