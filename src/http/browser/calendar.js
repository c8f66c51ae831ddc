// browser: choosing days by dragging, with Shift for a range, and with arrow keys; says how many are chosen, and sends
// nothing where nothing is chosen. Without it each day is a checkbox all the same, and the answer says what is missing.

const form = /** @type {HTMLFormElement} */ (document.querySelector('form.cal-form'));
const days = /** @type {HTMLInputElement[]} */ ([...form.querySelectorAll('input[name=day]')]);
const output = /** @type {HTMLOutputElement} */ (form.querySelector('output'));
const send = /** @type {HTMLButtonElement} */ (form.querySelector('button[type=submit]'));
const dates = /** @type {HTMLInputElement[]} */ ([...form.querySelectorAll('input[type=date]')]);
const STEPS = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };

/** Where a range begins: the day touched last. */
let anchor = 0;
/** The day where the mouse went down, and whether dragging chooses or clears; null: no drag. */
let drag = /** @type {{ from: number, isChosen: boolean, moved: boolean } | null} */ (null);

/** Tab reaches one day only; the arrows go on from there. @param {number} at */
function stopAt(at) {
  days.forEach((day, i) => {
    day.tabIndex = i === at ? 0 : -1;
  });
}

/** @param {number} from @param {number} to @param {boolean} isChosen */
function choose(from, to, isChosen) {
  for (let i = Math.min(from, to); i <= Math.max(from, to); i++)
    /** @type {HTMLInputElement} */ (days[i]).checked = isChosen;
  tell();
}

function tell() {
  const count = days.filter((day) => day.checked).length;
  output.value = count === 0 ? '' : (output.dataset.words ?? '').replace('{n}', String(count));
  send.disabled = count === 0 && dates.every(({ value }) => value === '');
}

/** @param {EventTarget | null} target */
const indexOf = (target) =>
  target instanceof Element
    ? days.indexOf(/** @type {HTMLInputElement} */ (target.closest('td')?.querySelector('input')))
    : -1;

form.addEventListener('keydown', (event) => {
  const at = days.indexOf(/** @type {HTMLInputElement} */ (event.target));
  const step = STEPS[/** @type {keyof typeof STEPS} */ (event.key)];
  if (at < 0 || step === undefined || event.ctrlKey || event.altKey || event.metaKey) return;
  const to = at + step;
  event.preventDefault();
  if (to < 0 || to >= days.length) return;
  if (event.shiftKey) choose(at, to, true);
  stopAt(to);
  days[to]?.focus();
  anchor = to;
});

form.addEventListener('click', (event) => {
  const at = days.indexOf(/** @type {HTMLInputElement} */ (event.target));
  if (at < 0) return;
  if (event.shiftKey) choose(anchor, at, /** @type {HTMLInputElement} */ (days[at]).checked);
  anchor = at;
  stopAt(at);
  tell();
});

form.addEventListener('pointerdown', (event) => {
  const at = indexOf(event.target);
  // A finger that moves scrolls.
  if (at < 0 || event.pointerType !== 'mouse' || event.button !== 0 || event.shiftKey) return;
  drag = { from: at, isChosen: !days[at]?.checked, moved: false };
});

form.addEventListener('pointerover', (event) => {
  const at = indexOf(event.target);
  if (drag === null || at < 0 || (at === drag.from && !drag.moved)) return;
  drag.moved = true;
  choose(drag.from, at, drag.isChosen);
});

addEventListener('pointerup', () => {
  drag = null;
});
form.addEventListener('dragstart', (event) => event.preventDefault());
form.addEventListener('input', tell);
// What a link chose is cleared as well, not only put back.
form.addEventListener('reset', () =>
  setTimeout(() => {
    for (const day of days) day.checked = false;
    for (const date of dates) date.value = '';
    tell();
  }),
);
// A page that is come back to has what was chosen before, and no script ran for it.
addEventListener('pageshow', tell);

const chosen = days.findIndex((day) => day.checked);
const today = indexOf(form.querySelector('td[aria-current]'));
stopAt(chosen >= 0 ? chosen : Math.max(0, today));
tell();
