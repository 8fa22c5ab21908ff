// Chapters and leaves. Decides which chapter a leaf belongs to.

import { state } from './state.js';

/** The chapter that a leaf belongs to; null before the first one. */
export function chapterOf(leaf) {
  return state.chapters.findLast((chapter) => chapter.leaf !== null && chapter.leaf <= leaf) ?? null;
}

/** Of the places where something stands, the one to show: in its chapter, not in the table of contents. */
export function bestOf(boxes, file) {
  return boxes.find(({ leaf }) => chapterOf(leaf)?.file === file) ?? boxes[0];
}
