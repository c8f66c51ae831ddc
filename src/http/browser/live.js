// browser: renews a page in place when its stream says that it changed, and each minute for the times that are left.
// It keeps scroll, focus, what is unfolded and what is typed. `assets.ts` puts Idiomorph in front of this file.

/* global Idiomorph */

const MINUTE_MS = 60_000;
/** A stream ends each minute and comes back at once (live-streams.ts): that is no loss. */
const GRACE_MS = 6_000;
/** After a refusal the browser does not come back by itself. */
const RETRY_MS = 10_000;

const mark = () => /** @type {HTMLElement} */ (document.getElementById('live'));
const said = place('p', 'unseen');
const lost = place('p', 'lost');
document.body.append(said);
document.getElementById('main')?.before(lost);
lost.hidden = true;

/** @type {EventSource | null} */
let stream = null;
/** @type {number | undefined} */
let losing;
let isAsking = false;
let isAskedAgain = false;

watch();
setInterval(() => document.hidden || renew(false), MINUTE_MS);
document.addEventListener('visibilitychange', () => (document.hidden ? leave() : comeBack()));
addEventListener('pagehide', leave);
addEventListener('pageshow', (event) => event.persisted && comeBack());

/** Somebody who does not look holds no connection: browsers have only six for a server. */
function leave() {
  stream?.close();
  stream = null;
  clearTimeout(losing);
  losing = undefined;
}

function comeBack() {
  if (stream !== null) return;
  watch();
  renew(false);
}

function watch() {
  const opened = new EventSource(mark().dataset.stream ?? '');
  stream = opened;
  opened.addEventListener('changed', () => renew(true));
  // The first look of a new stream: what changed since the page was made is in no event.
  opened.addEventListener('hello', () => renew(false));
  opened.addEventListener('open', () => {
    clearTimeout(losing);
    losing = undefined;
    if (!lost.hidden) renew(false);
  });
  opened.addEventListener('error', () => {
    losing ??= setTimeout(sayLost, GRACE_MS);
    if (opened.readyState === EventSource.CLOSED) setTimeout(() => stream === opened && watch(), RETRY_MS);
  });
}

/** Asks for this page again and shows what differs. @param {boolean} isNews whether to say aloud that it changed */
async function renew(isNews) {
  if (isAsking) {
    isAskedAgain ||= isNews;
    return;
  }
  isAsking = true;
  try {
    const answer = await fetch(location.href, { cache: 'no-store' });
    if (!answer.ok || answer.redirected) throw new Error(`HTTP ${answer.status}`);
    show(new DOMParser().parseFromString(await answer.text(), 'text/html'), isNews);
    if (losing === undefined) lost.hidden = true;
  } catch {
    sayLost();
  }
  isAsking = false;
  if (!isAskedAgain) return;
  isAskedAgain = false;
  renew(true);
}

/** @param {Document} next @param {boolean} isNews */
function show(next, isNews) {
  const before = Number(mark().dataset.total);
  const keepFocus = focusKeeper();
  for (const part of ['.watch', '#main']) {
    const [old, fresh] = [document.querySelector(part), next.querySelector(part)];
    if (old && fresh) Idiomorph.morph(old, fresh, { ignoreActiveValue: true, callbacks });
  }
  keepFocus();
  renewTab(next);
  sayDifference(Number(mark().dataset.total) - before, isNews);
}

/** What has the focus, and puts it back after what it was on has moved or gone: to the row that came into its place. */
function focusKeeper() {
  const element = /** @type {HTMLElement | null} */ (document.activeElement);
  if (element === null || element === document.body) return () => {};
  const rows = () => [...document.querySelectorAll('main .row, main tr:is(.inquiry, .mail, .shop)')];
  const at = rows().findIndex((row) => row.contains(element));
  return () => {
    if (document.activeElement === element) return;
    if (!element.isConnected && document.activeElement !== document.body) return;
    const row = rows()[Math.min(at, rows().length - 1)];
    const heir = element.isConnected ? element : at < 0 ? null : row?.querySelector('a[href]');
    const place = /** @type {HTMLElement | null} */ (heir ?? document.getElementById('main'));
    place?.focus({ preventScroll: true });
  };
}

/** The tab tells how many are late or due today, whoever looks at another one. @param {Document} next */
function renewTab(next) {
  if (document.title !== next.title) document.title = next.title;
  const [old, fresh] = [document, next].map((page) => page.querySelector('link[rel=icon]'));
  const path = fresh?.getAttribute('href');
  if (path && old?.getAttribute('href') !== path) old?.setAttribute('href', path);
}

const callbacks = {
  /** @param {Element} old */
  beforeNodeMorphed: (old) => !isTouched(old),
  /** @param {string} name @param {Element} element */
  beforeAttributeUpdated: (name, element) => !(name === 'open' && element.matches('details, dialog')),
  /** @param {Element} node */
  afterNodeAdded: (node) => {
    if (node instanceof Element && node.matches('li.row, tr.inquiry')) node.classList.add('arrived');
  },
};

/** Whether somebody has typed or chosen something that is not sent yet. @param {Element} element */
function isTouched(element) {
  if (element instanceof HTMLSelectElement)
    return [...element.options].some(({ selected, defaultSelected, index }) =>
      selected ? !defaultSelected && index > 0 : defaultSelected,
    );
  if (element instanceof HTMLTextAreaElement) return element.value !== element.defaultValue;
  if (!(element instanceof HTMLInputElement)) return false;
  return element.value !== element.defaultValue || element.checked !== element.defaultChecked;
}

/** @param {number} difference @param {boolean} isNews */
function sayDifference(difference, isNews) {
  const { added = '', removed = '', changed = '' } = mark().dataset;
  if (difference > 0) said.textContent = added.replace('{n}', String(difference));
  else if (difference < 0) said.textContent = removed.replace('{n}', String(-difference));
  else if (isNews) said.textContent = changed;
}

/** Since when: the moment that the page shown is of. */
function sayLost() {
  const { lost: words = '', at = '' } = mark().dataset;
  lost.textContent = words.replace('{at}', at);
  lost.hidden = false;
}

/** An empty place whose words are read out as they come. @param {string} tag @param {string} name */
function place(tag, name) {
  const element = document.createElement(tag);
  element.className = name;
  element.setAttribute('role', 'status');
  return element;
}
