// What is done with the ticked rows of a list, and what has just been done with them, with the way to take it back.

import { By } from '../inquiry/fields.tsx';
import { type Days, endChoices } from '../inquiry/until.ts';
import { Form } from '../parts.tsx';
import type { View } from '../view.ts';
import { LIST_WORDS } from './words.ts';

/** The end of the form around the rows. */
export function SeveralBar({ view, calendar }: { readonly view: View; readonly calendar: Days }) {
  const words = LIST_WORDS[view.language].several;
  return (
    <fieldset class="several-bar">
      <legend class="unseen">{words.legend}</legend>
      <input type="hidden" name="seen" value={view.now} />
      <By view={view} id="several-by" />
      <div class="field">
        <label for="several-hold">{words.until}</label>
        <select id="several-hold" name="hold">
          {endChoices(view, { calendar, now: view.now }).map(({ value, label }) => (
            <option value={value}>{label}</option>
          ))}
        </select>
      </div>
      <button type="submit" name="do" value="take" class="main">
        {words.take}
      </button>
      <button type="submit" name="do" value="mark">
        {words.mark}
      </button>
      <button type="submit" name="do" value="choose" formnovalidate>
        {words.more}
      </button>
    </fieldset>
  );
}

/** The first two can be taken back. */
const SEVERAL_DONE = ['took', 'marked', 'undone', 'handed', 'freed', 'promised'] as const;
export type SeveralDone = (typeof SEVERAL_DONE)[number];

/** Ids as an address says them. */
export const readIds = (text = ''): number[] =>
  /^\d{1,15}(\.\d{1,15}){0,199}$/.test(text) ? text.split('.').map(Number) : [];

interface SeveralNoticeProps {
  readonly view: View;
  /** Where several are acted upon. */
  readonly path: string;
  readonly isOverShops?: boolean;
}

/** What has just been done, as the address says it. */
export function SeveralNotice({ view, path, isOverShops = false }: SeveralNoticeProps) {
  const words = LIST_WORDS[view.language].several;
  const { done: asked, ids: text, count: number, left: rest } = view.query;
  const done = SEVERAL_DONE.find((one) => one === asked);
  const [ids, left] = [readIds(text), readCount(rest)];
  const count = text === undefined ? readCount(number) : ids.length;
  if (done === undefined || count + left === 0) return null;
  return (
    <div class={left === 0 ? 'notice good done' : 'notice bad done'}>
      <p role="status">
        {count === 0 ? null : words.done[done](count)}
        {left === 0 ? null : ` ${isOverShops ? words.leftOver(left) : words.left(left)}`}
      </p>
      {(done !== 'took' && done !== 'marked') || ids.length === 0 || view.ahead !== null ? null : (
        <Form view={view} action={`${path}/undo`}>
          <input type="hidden" name="what" value={done} />
          <input type="hidden" name="ids" value={ids.join('.')} />
          <input type="hidden" name="list" value={listOf(view)} />
          <By view={view} hidden />
          <button type="submit">{words.undo}</button>
        </Form>
      )}
    </div>
  );
}

const readCount = (text = ''): number => (/^\d{1,3}$/.test(text) ? Number(text) : 0);

/** What the address asks for besides what was done. */
export function listOf({ query }: Pick<View, 'query'>): string {
  const { done: _, ids: _ids, count: _count, left: _left, cursor: _cursor, asOf: _asOf, form: _form, ...rest } = query;
  return new URLSearchParams(rest).toString();
}
