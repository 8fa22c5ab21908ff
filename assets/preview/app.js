// The start of the page. Decides what begins in which order: words first, then a project, or the way to one.

import * as additions from './additions.js';
import * as conflict from './conflict.js';
import * as contents from './contents.js';
import * as drawings from './drawings.js';
import * as editor from './editor.js';
import * as faults from './faults.js';
import * as jobs from './jobs.js';
import * as marks from './marks.js';
import * as pages from './pages.js';
import * as side from './side.js';
import { listen, on } from './state.js';
import * as tell from './tell.js';
import * as thumbs from './thumbs.js';
import * as toolbar from './toolbar.js';
import * as welcome from './welcome.js';
import { load } from './words.js';
import * as zoom from './zoom.js';

const language = await load();
// Pages come first: what follows a state finds them laid out.
for (const part of [drawings, tell, zoom, pages, toolbar, side, contents, thumbs, faults, marks, editor, conflict, jobs, additions]) {
  part.start();
}
on('state', () => document.body.classList.remove('starting'));
on('refused', () => welcome.show(language));
listen(decodeURIComponent(location.hash.slice(1)));
