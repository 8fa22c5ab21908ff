// Decides when a picture of the page looks like the one that is stored: both small, so that edges of letters do not count,
// and of the paper alone, since the fonts around it are each system's own.

import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** Width of stored pictures, in pixels. */
const WIDTH = 200;
/** Largest mean difference of a channel, and of one of the squares of the picture, from 0 to 255. */
const MEAN = 1.5;
const WORST = 12;
/** Width of those squares, in pixels. */
const SQUARE = 20;

const STORED = path.join(path.dirname(fileURLToPath(import.meta.url)), 'shots');

/**
 * Compares a part of the page with the stored picture of that name; what differs, or nothing. `desk` is an empty tab to work
 * in; `writes` stores the picture instead.
 */
export async function difference(page, desk, { name, clip, writes }) {
  const taken = await page.tab.screenshot({ clip, encoding: 'base64', captureBeyondViewport: false });
  const file = path.join(STORED, `${name}.png`);
  const small = await desk.evaluate(shrunk, taken, WIDTH);
  if (writes) {
    fs.mkdirSync(STORED, { recursive: true });
    fs.writeFileSync(file, Buffer.from(small, 'base64'));
    return '';
  }
  if (!fs.existsSync(file)) return `${name}.png is not stored`;
  const { mean, worst, sizes } = await desk.evaluate(compared, small, fs.readFileSync(file, 'base64'), SQUARE);
  if (sizes) return `${name}: ${sizes}`;
  return mean > MEAN || worst > WORST ? `${name}: differs by ${mean.toFixed(2)}, at worst by ${worst.toFixed(2)}` : '';
}

/** In the browser: a picture made small. */
async function shrunk(base64, width) {
  const picture = await createImageBitmap(await (await fetch(`data:image/png;base64,${base64}`)).blob());
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = Math.round((picture.height * width) / picture.width);
  const context = canvas.getContext('2d');
  context.imageSmoothingQuality = 'high';
  context.drawImage(picture, 0, 0, canvas.width, canvas.height);
  return canvas.toDataURL('image/png').split(',')[1];
}

/** In the browser: how far two pictures differ, on the whole and in the worst square. */
async function compared(one, other, square) {
  const [a, b] = await Promise.all([one, other].map(async (base64) => {
    const picture = await createImageBitmap(await (await fetch(`data:image/png;base64,${base64}`)).blob());
    const canvas = document.createElement('canvas');
    canvas.width = picture.width;
    canvas.height = picture.height;
    const context = canvas.getContext('2d');
    context.drawImage(picture, 0, 0);
    return context.getImageData(0, 0, canvas.width, canvas.height);
  }));
  if (a.width !== b.width || Math.abs(a.height - b.height) > 1) {
    return { sizes: `${a.width} × ${a.height} instead of ${b.width} × ${b.height}` };
  }
  const sums = new Map();
  let all = 0;
  const height = Math.min(a.height, b.height);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < a.width; x += 1) {
      const at = (y * a.width + x) * 4;
      const by = [0, 1, 2].reduce((sum, n) => sum + Math.abs(a.data[at + n] - b.data[at + n]), 0) / 3;
      const key = `${Math.floor(x / square)} ${Math.floor(y / square)}`;
      const [sum, count] = sums.get(key) ?? [0, 0];
      sums.set(key, [sum + by, count + 1]);
      all += by;
    }
  }
  const worst = Math.max(...[...sums.values()].map(([sum, count]) => sum / count));
  return { mean: all / (a.width * height), worst };
}
