// What is to become of the chosen days. It leads to a preview only; nothing is saved from here.

import type { View } from '../view.ts';
import { CALENDAR_WORDS } from './words.ts';

export interface PanelProps {
  readonly view: View;
  /** A name to begin with. */
  readonly name: string;
}

/** Stays in sight while days are chosen and leads to the panel. */
export function ChosenBar({ view }: { view: View }) {
  const { edit } = CALENDAR_WORDS[view.language];
  return (
    <p class="cal-chosen">
      <output data-words={edit.picked} />
      <a class="button main" href="#edit">
        {edit.choose}
      </a>
    </p>
  );
}

export function Panel({ view, name }: PanelProps) {
  const { edit } = CALENDAR_WORDS[view.language];
  return (
    <div class="card cal-panel" id="edit">
      <h2>{edit.title}</h2>
      <p class="hint">{edit.hint}</p>
      <div class="fields">
        <fieldset>
          <legend>{edit.what}</legend>
          <label class="cal-choice">
            <input type="radio" name="list" value="closed" checked /> {edit.close}
          </label>
          <label class="cal-choice">
            <input type="radio" name="list" value="open" /> {edit.reopen}
          </label>
        </fieldset>
        <label class="field">
          {edit.name}
          <input type="text" name="name" value={name} maxlength={80} placeholder={edit.nameHint} />
        </label>
        <label class="cal-choice">
          <input type="checkbox" name="every" value="yes" /> {edit.every}
        </label>
      </div>
      <details>
        <summary>{edit.orDates}</summary>
        <div class="fields">
          <label class="field">
            {edit.from}
            <input type="date" name="from" min="1990-01-01" max="2100-12-31" />
          </label>
          <label class="field">
            {edit.to}
            <input type="date" name="to" min="1990-01-01" max="2100-12-31" />
          </label>
          <label class="field">
            {edit.hours}
            <input type="text" name="hours" placeholder={edit.hoursHint} />
          </label>
        </div>
      </details>
      <p class="fields">
        <button type="submit" class="main">
          {edit.preview}
        </button>
        <button type="reset">{edit.clear}</button>
      </p>
      <p class="hint cal-keys">{edit.keys}</p>
    </div>
  );
}
