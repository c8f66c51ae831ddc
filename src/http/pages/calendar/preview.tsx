// What a change would do, before it is saved: the same as `inquiry-sla calendar close` shows. Its address says the change,
// so one can go back to it. Saving posts the very same change with the hash of the file that was read.

import { sayingInWords } from '../../../config/values/fault-words.ts';
import type { Language } from '../../../core/model.ts';
import { daysByChange } from '../../../core/steps/calendar-diff.ts';
import { parseDate } from '../../../core/time/civil-date.ts';
import { daysInWords, rangeInWords } from '../../../core/time/day-ranges.ts';
import { formatMonthDay } from '../../../core/time/format.ts';
import type { CalendarPreview, DatesRequest, EditRequest } from '../../../service/calendar/edit-calendar.ts';
import type { Effect } from '../../../service/calendar/preview-edit.ts';
import { unifiedDiff } from '../../../service/calendar/unified-diff.ts';
import { EDIT_WORDS } from '../../../service/configuration/preview-words.ts';
import { Page } from '../layout.tsx';
import { Form, Icon } from '../parts.tsx';
import { href, shopPath, thisYear, type View } from '../view.ts';
import { ComingAfter } from './coming-after.tsx';
import { MovedArrivals, OpenInquiriesAfter } from './effects.tsx';
import { Hints } from './hints.tsx';
import { queryOf } from './posted.ts';
import { CALENDAR_WORDS } from './words.ts';

export interface PreviewPageProps {
  readonly view: View;
  readonly shop: { readonly id: string; readonly name: string };
  readonly asked: EditRequest;
  readonly preview: CalendarPreview;
  /** Somebody else was faster: nothing was saved, and this is how it looks now. */
  readonly isConflict: boolean;
  /** Faults elsewhere keep the files from coming in force. */
  readonly faults: readonly string[];
}

const MOST_RANGES = 12;
const KINDS = ['closes', 'opens', 'hours'] as const;

export function PreviewPage({ view, shop, asked, preview, isConflict, faults }: PreviewPageProps) {
  const words = CALENDAR_WORDS[view.language];
  const { effect } = preview;
  const title = asked === 'undo' ? words.preview.undoTitle : words.preview.title;
  return (
    <Page view={view} title={`${shop.name} ${title}`}>
      <p class="crumb">
        <a href={href(view, `${shopPath(shop.id)}/calendar`)}>
          {shop.name} {words.title}
        </a>
      </p>
      {isConflict ? (
        <div class="notice bad" role="alert">
          <p class="strong">
            <Icon name="unknown" /> {words.refused.conflict}
          </p>
          <p>{words.refused.conflictLead}</p>
        </div>
      ) : null}
      <div class="head">
        <h1>{title}</h1>
        <p class="soft">{words.preview.lead}</p>
      </div>
      <RequestedEdit view={view} asked={asked} preview={preview} />
      <Hints view={view} shop={shop.id} asked={asked} effect={effect} />
      <Days view={view} effect={effect} />
      <section>
        <h2>{EDIT_WORDS[view.language].open}</h2>
        <OpenInquiriesAfter view={view} effect={effect} />
      </section>
      <ComingAfter view={view} effect={effect} />
      <MovedArrivals view={view} effect={effect} />
      <Lines view={view} effect={effect} />
      {faults.length > 0 ? <p class="notice bad">{words.preview.broken}</p> : null}
      {preview.readOnly === null ? (
        <Save view={view} shop={shop.id} asked={asked} preview={preview} />
      ) : (
        <ToCopy view={view} effect={effect} why={sayingInWords(preview.readOnly.message, view.language)} />
      )}
      <p class="more">
        <a href={backPath(view, shop.id, asked)}>{words.preview.back}</a>
      </p>
    </Page>
  );
}

/** The calendar with what was asked for still in its form. */
function backPath(view: View, shop: string, asked: EditRequest): string {
  const path = `${shopPath(shop)}/calendar`;
  return asked === 'undo' || 'remove' in asked ? href(view, path) : `${href(view, path, queryOf(asked))}#chosen`;
}

function RequestedEdit({ view, asked, preview }: Pick<PreviewPageProps, 'view' | 'asked' | 'preview'>) {
  const words = CALENDAR_WORDS[view.language].preview;
  if (asked !== 'undo' && !('remove' in asked))
    return <p class="card cal-asked">{requestInWords(asked, view.language)}</p>;
  return (
    <div class="card">
      <p class="cal-asked">{asked === 'undo' ? words.undoing : words.removing}</p>
      {preview.difference[view.language].map((line) => (
        <p>{line}</p>
      ))}
    </div>
  );
}

/** `2026/12/29(火)〜1/3(日)を休みにします（年末年始）` */
function requestInWords({ ranges, list, every, name }: DatesRequest, language: Language): string {
  const words = CALENDAR_WORDS[language].preview;
  const dates = ranges.map((range) => datesInWords(range, language, every !== true));
  const joined = dates.join(language === 'ja' ? '、' : ', ');
  return (list === 'open' ? words.opening : words.closing)(every === true ? words.every(joined) : joined, name ?? '');
}

function datesInWords(range: string, language: Language, withYear: boolean): string {
  const [from, to = from] = range.split('..').map(parseDate);
  if (from == null || to == null) return range;
  if (withYear) return rangeInWords({ from, to }, language, true);
  return [...new Set([from, to])].map((day) => formatMonthDay(day, language)).join(language === 'ja' ? '〜' : ' to ');
}

function Days({ view, effect }: { readonly view: View; readonly effect: Effect }) {
  const words = EDIT_WORDS[view.language];
  const days = daysByChange(effect.days);
  if (effect.days.length === 0) return <p class="card">{words.noDays}</p>;
  return (
    <dl class="card cal-days">
      {KINDS.filter((kind) => days[kind].length > 0).map((kind) => (
        <div>
          <dt>
            {words[kind]} {words.days(days[kind].length)}
          </dt>
          <dd>{daysInWords(days[kind], view.language, MOST_RANGES, thisYear(view, effect.calendar.zone))}</dd>
        </div>
      ))}
    </dl>
  );
}

function Lines({ view, effect }: { readonly view: View; readonly effect: Effect }) {
  const { preview } = CALENDAR_WORDS[view.language];
  const words = EDIT_WORDS[view.language];
  return (
    <details class="card cal-file">
      <summary>
        {words.file} <span class="soft">shops/{effect.edit.shopId}.yaml</span>
      </summary>
      <div class="scroll">
        <table class="cal-lines">
          <tbody>
            {effect.lines.map(({ line, change, text }) => (
              <tr class={change}>
                <th scope="row">{line}</th>
                <td>
                  <span aria-hidden="true">{change === 'new' ? '+' : '-'}</span>
                  <span class="unseen">{change === 'new' ? preview.added : preview.removed}</span>
                </td>
                <td>
                  <code>{text}</code>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {effect.edit.takenOver > 0 ? <p class="soft">{words.takenOver(effect.edit.takenOver)}</p> : null}
    </details>
  );
}

type SaveProps = {
  readonly view: View;
  readonly shop: string;
  readonly asked: EditRequest;
  readonly preview: CalendarPreview;
};

function Save({ view, shop, asked, preview }: SaveProps) {
  const words = CALENDAR_WORDS[view.language].preview;
  const { many, hash } = preview;
  return (
    <Form view={view} action={`${shopPath(shop)}/calendar/save`} class="cal-save">
      {many === null ? null : (
        <p class="notice bad">
          <Icon name="unknown" /> {words.many(many.inquiries, many.confirmAbove)}
        </p>
      )}
      {Object.entries(queryOf(asked)).map(([name, value]) => (
        <input type="hidden" name={name} value={value} />
      ))}
      <input type="hidden" name="hash" value={hash} />
      <button type="submit" class="main">
        {asked === 'undo' ? words.undo : many === null ? words.save : words.saveMany}
      </button>
    </Form>
  );
}

/** Where nothing can be written: the change as one can take it elsewhere. */
function ToCopy({ view, effect, why }: { readonly view: View; readonly effect: Effect; readonly why: string }) {
  const words = CALENDAR_WORDS[view.language].preview;
  return (
    <section class="cal-copy">
      <div class="notice bad">
        <p class="strong">
          <Icon name="unknown" /> {words.readOnly}
        </p>
        <p class="soft">{why}</p>
        <p>{words.readOnlyHow(`shops/${effect.edit.shopId}.yaml`)}</p>
      </div>
      <h2>{words.difference}</h2>
      <pre class="card">{unifiedDiff(effect)}</pre>
      <label class="field">
        {words.whole}
        <textarea readonly rows={14}>
          {effect.edit.text}
        </textarea>
      </label>
    </section>
  );
}
