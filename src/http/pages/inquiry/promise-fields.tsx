// The fields of a promise: until when, why it takes longer, and how the customer knows.

import { type EpochDay, PROMISE_REASONS } from '../../../core/model.ts';
import { NoBusinessDayError } from '../../../core/steps/counting.ts';
import { formatDate } from '../../../core/time/civil-date.ts';
import { due, type View } from '../view.ts';
import { PROMISING, reasonInWords } from './promising-words.ts';
import type { Days } from './until.ts';

export interface PromiseFieldsProps {
  readonly view: View;
  readonly calendar: Days;
  /** Whether a customer waits, who may have been told already. */
  readonly isWaiting: boolean;
}

export function PromiseFields({ view, calendar, isWaiting }: PromiseFieldsProps) {
  const words = PROMISING[view.language];
  const today = calendar.zone.localDay(view.now);
  return (
    <>
      <div class="field">
        <label for="promise-until">{words.field.until}</label>
        <select id="promise-until" name="until">
          {choices(view, calendar, today).map(({ day, label }) => (
            <option value={formatDate(day)}>{label}</option>
          ))}
          <option value="">{words.choices.date}</option>
        </select>
      </div>
      <div class="field">
        <label for="promise-on">{words.field.on}</label>
        <input
          type="date"
          id="promise-on"
          name="on"
          min={formatDate(today)}
          max={formatDate(today + LONGEST_DAYS)}
          placeholder={formatDate(today)}
        />
      </div>
      <div class="field">
        <label for="promise-reason">{words.field.reason}</label>
        <select id="promise-reason" name="reason">
          <option value="">{words.noReason}</option>
          {PROMISE_REASONS.map((reason) => (
            <option value={reason}>{reasonInWords(reason, view.language)}</option>
          ))}
        </select>
      </div>
      {isWaiting ? (
        <div class="field">
          <label for="promise-told">{words.field.told}</label>
          <select id="promise-told" name="told">
            {(['later', 'reply', 'phone'] as const).map((told) => (
              <option value={told}>{words.told[told]}</option>
            ))}
          </select>
        </div>
      ) : null}
    </>
  );
}

/** As far as a promise may reach. */
const LONGEST_DAYS = 89;

interface Choice {
  readonly day: EpochDay;
  readonly label: string;
}

function choices(view: View, calendar: Days, today: EpochDay): Choice[] {
  const { choices: words } = PROMISING[view.language];
  const { zone } = calendar;
  const at = (day: EpochDay, label: (at: string) => string): Choice => ({
    day,
    label: label(due(view, zone.startOfDay(day + 1), zone)),
  });
  const two = businessDayAfter(calendar, today, 2);
  return [
    at(today, words.today),
    at(today + 1, words.tomorrow),
    ...(two === null || two === today + 1 ? [] : [at(two, words.two)]),
  ];
}

function businessDayAfter(calendar: Days, from: EpochDay, days: number): EpochDay | null {
  if (calendar.nextOpenDay === null) return null;
  try {
    let day = from;
    for (let left = days; left > 0; left--) day = calendar.nextOpenDay(day);
    return day;
  } catch (error) {
    if (error instanceof NoBusinessDayError) return null;
    throw error;
  }
}
