// browser: keys for those whose hands stay on the keyboard. A key does what a press on the element does that names it in
// aria-keyshortcuts; j and k go through the rows of a list. Nothing is done here that is not on the page.

/** Whether somebody has switched the keys off in this browser: one may speak to a page, and mean no key. */
const OFF = 'inquiry-sla-keys-off';
/** What a key means on a row that has nothing for it: the page that the row opens, with the place that has it unfolded. */
const IN_ROW = new Map([
  ['h', { unfold: '', hash: 'hand' }],
  ['n', { unfold: 'no-reply', hash: 'mark-why' }],
]);

/** Of any list. */
const ROW = 'main .row, main tr:is(.inquiry, .mail, .shop)';

document.documentElement.classList.add('with-keys');
document.addEventListener('keydown', onKey);
document.addEventListener('click', ({ target }) => {
  if (target instanceof Element && target.closest('button.keys-open')) openHelp();
});
document.addEventListener('change', ({ target }) => {
  if (!(target instanceof HTMLInputElement) || target.id !== 'keys-on') return;
  if (target.checked) localStorage.removeItem(OFF);
  else localStorage.setItem(OFF, '');
});

/** @param {KeyboardEvent} event */
function onKey(event) {
  const { key, target } = event;
  if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
  if (isTyping(target) || document.querySelector('dialog[open]') !== null) return;
  if (act(key)) event.preventDefault();
}

/** @param {string} key Whether there was something to do. */
function act(key) {
  if (key === '?') return openHelp();
  if (localStorage.getItem(OFF) !== null) return false;
  if ((key === 'j' || key === 'k') && move(key === 'j' ? 1 : -1)) return true;
  const row = currentRow();
  const own = row && named(row, key);
  if (own) return press(own);
  const elsewhere = row && IN_ROW.get(key);
  if (row && elsewhere) return openRow(row, elsewhere);
  const element = named(document, key);
  return element !== null && press(element);
}

/** @param {HTMLElement} row @param {{ unfold: string, hash: string }} place */
function openRow(row, { unfold, hash }) {
  const link = linkOf(row);
  if (link === null) return false;
  const url = new URL(link.href);
  if (unfold !== '') url.searchParams.set('do', unfold);
  url.hash = hash;
  location.assign(url);
  return true;
}

/** The first that says this key; of rows only their own. @param {ParentNode} place @param {string} key @returns {HTMLElement | null} */
function named(place, key) {
  /** @type {NodeListOf<HTMLElement>} */
  const all = place.querySelectorAll(`[aria-keyshortcuts="${CSS.escape(key)}"]`);
  return [...all].find((one) => place !== document || one.closest(ROW) === null) ?? null;
}

/** @param {HTMLElement} element */
function press(element) {
  if (element instanceof HTMLInputElement) {
    element.focus();
    element.select();
  } else if (element.matches('summary')) {
    const { parentElement: details } = element;
    details?.setAttribute('open', '');
    /** @type {HTMLElement | null | undefined} */ (details?.querySelector(FIELD))?.focus();
  } else element.click();
  return true;
}

const FIELD = 'input:not([type=hidden]),select,textarea,button';

/** @param {1 | -1} by Whether there is a row to go to. */
function move(by) {
  const rows = /** @type {HTMLElement[]} */ ([...document.querySelectorAll(ROW)]).filter((row) =>
    row.checkVisibility(),
  );
  const current = currentRow();
  const at = current === null ? -1 : rows.indexOf(current);
  const row = at < 0 ? rows[0] : rows[at + by];
  if (row === undefined) return rows.length > 0;
  linkOf(row)?.focus({ preventScroll: true });
  row.scrollIntoView({ block: 'nearest' });
  return true;
}

/** @returns {HTMLElement | null} */
const currentRow = () => document.activeElement?.closest(ROW) ?? null;

/** What Enter opens. @param {Element} row @returns {HTMLAnchorElement | null} */
const linkOf = (row) => row.querySelector('a.number, a.name') ?? row.querySelector('a[href]');

/** @param {EventTarget | null} target */
function isTyping(target) {
  return target instanceof HTMLElement && target.matches('input:not([type=checkbox],[type=radio]),select,textarea');
}

function openHelp() {
  const dialog = /** @type {HTMLDialogElement | null} */ (document.getElementById('keys'));
  if (dialog === null) return false;
  const isOn = /** @type {HTMLInputElement} */ (document.getElementById('keys-on'));
  isOn.checked = localStorage.getItem(OFF) === null;
  dialog.showModal();
  return true;
}
