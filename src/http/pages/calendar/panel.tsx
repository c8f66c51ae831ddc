// What is to become of the chosen days, in sight beside them. It leads to a preview only; nothing is saved from here.
// What was wrong with it stands at its field, and all that was typed is still there.

import { href, shopPath, type View } from '../view.ts';
import type { FormState } from './posted.ts';
import { CALENDAR_WORDS } from './words.ts';
import type { Wrong, WrongField } from './wrong.ts';

export interface PanelProps {
  readonly view: View;
  readonly shop: string;
  readonly form: FormState;
  readonly wrong: readonly Wrong[];
}

export function Panel({ view, shop, form, wrong }: PanelProps) {
  const { edit } = CALENDAR_WORDS[view.language];
  const at = (field: WrongField) => wrong.filter((one) => one.field === field);
  const byDates = form.from !== '' || form.to !== '' || form.hours !== '' || at('hours').length > 0;
  return (
    <div class="card cal-panel" id="edit">
      <h2>
        {edit.title} <output class="soft" data-words={edit.picked} />
      </h2>
      <p class="hint cal-keys">{edit.hint}</p>
      <Faults view={view} shop={shop} wrong={[...at('form'), ...at('dates')]} id="wrong-dates" />
      <fieldset>
        <legend>{edit.what}</legend>
        <label class="cal-choice">
          <input type="radio" name="list" value="closed" checked={form.list === 'closed'} /> {edit.close}
        </label>
        <label class="cal-choice">
          <input type="radio" name="list" value="open" checked={form.list === 'open'} /> {edit.reopen}
        </label>
      </fieldset>
      <label class="field">
        {edit.name}
        <input
          type="text"
          name="name"
          value={form.name}
          maxlength={80}
          placeholder={edit.nameHint}
          {...invalid(at('name'), 'wrong-name')}
        />
      </label>
      <Faults view={view} shop={shop} wrong={at('name')} id="wrong-name" />
      <label class="cal-choice">
        <input type="checkbox" name="every" value="yes" checked={form.every} {...invalid(at('every'), 'wrong-every')} />{' '}
        {edit.every}
      </label>
      <Faults view={view} shop={shop} wrong={at('every')} id="wrong-every" />
      <details open={byDates}>
        <summary>{edit.orDates}</summary>
        <div class="fields">
          <DateField name="from" label={edit.from} value={form.from} wrong={at('dates')} />
          <DateField name="to" label={edit.to} value={form.to} wrong={at('dates')} />
          <label class="field">
            {edit.hours}
            <input
              type="text"
              name="hours"
              value={form.hours}
              placeholder={edit.hoursHint}
              {...invalid(at('hours'), 'wrong-hours')}
            />
          </label>
        </div>
        <Faults view={view} shop={shop} wrong={at('hours')} id="wrong-hours" />
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

interface DateFieldProps {
  readonly name: 'from' | 'to';
  readonly label: string;
  readonly value: string;
  readonly wrong: readonly Wrong[];
}

function DateField({ name, label, value, wrong }: DateFieldProps) {
  return (
    <label class="field">
      {label}
      <input
        type="date"
        name={name}
        value={value}
        min="1990-01-01"
        max="2100-12-31"
        {...invalid(value === '' ? [] : wrong, 'wrong-dates')}
      />
    </label>
  );
}

const invalid = (wrong: readonly Wrong[], id: string) =>
  wrong.length === 0 ? {} : { 'aria-invalid': 'true' as const, 'aria-describedby': id };

interface FaultsProps {
  readonly view: View;
  readonly shop: string;
  readonly wrong: readonly Wrong[];
  readonly id: string;
}

function Faults({ view, shop, wrong, id }: FaultsProps) {
  if (wrong.length === 0) return null;
  return (
    <div class="cal-wrong" id={id}>
      {wrong.map(({ words, meant }) => (
        <p>
          {words}{' '}
          {meant === undefined ? null : (
            <a class="button" href={href(view, `${shopPath(shop)}/calendar/preview`, meant.query)}>
              {meant.words}
            </a>
          )}
        </p>
      ))}
    </div>
  );
}
