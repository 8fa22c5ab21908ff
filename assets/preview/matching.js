// Which leaf of a new state is which of the old one. Decides what stays where it is when pages come, go or change.

/** Where the leaf that is looked at stands in the new state: by its drawing, else by the nearest heading. */
export function follow(index, before, now) {
  const old = before.leaves[index];
  if (!old || before.view !== now.view) return Math.min(index, Math.max(0, now.leaves.length - 1));
  if (now.leaves[index]?.hash === old.hash) return index;
  const same = now.leaves.findIndex((leaf) => leaf.hash === old.hash);
  if (same >= 0) return same;
  const first = before.leaves.findIndex((leaf, n) => leaf.hash !== now.leaves[n]?.hash);
  const moved = first < index ? moveOf(index, before, now) : 0;
  return Math.max(0, Math.min(index + moved, now.leaves.length - 1));
}

/** How far a leaf moved: as far as the next heading behind it that is there still, or as the end. */
function moveOf(index, before, now) {
  const next = before.contents.find((entry) => entry.leaf >= index && found(entry, before, now));
  return next ? found(next, before, now).leaf - next.leaf : now.leaves.length - before.leaves.length;
}

/** The same heading, if it stands once in either state. */
function found(entry, before, now) {
  const like = (other) => other.title === entry.title && other.level === entry.level;
  const [mine, theirs] = [before.contents.filter(like), now.contents.filter(like)];
  return mine.length === 1 && theirs.length === 1 ? theirs[0] : null;
}

/**
 * For each new leaf the old one that its element is taken from: that with the same drawing, else the one that stood
 * there before (`moved` leaves away), else one that is left over; -1 where there is none.
 */
export function pair(olds, news, moved) {
  const free = new Map();
  olds.forEach((hash, n) => free.set(hash, [...(free.get(hash) ?? []), n]));
  const taken = new Set();
  const take = (n) => { taken.add(n); return n; };
  const pairs = news.map((hash) => {
    const n = free.get(hash)?.shift();
    return n === undefined ? -1 : take(n);
  });
  news.forEach((_, n) => {
    const was = n - moved;
    if (pairs[n] < 0 && was >= 0 && was < olds.length && !taken.has(was)) pairs[n] = take(was);
  });
  const left = olds.map((_, n) => n).filter((n) => !taken.has(n));
  return pairs.map((n) => (n < 0 ? left.shift() ?? -1 : n));
}
