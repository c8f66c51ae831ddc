// What a change does to deadlines: those of open inquiries one by one, and those of messages by the day they arrive.

import { type Deadlines, type Instant, STEPS, type Step } from '../../../core/model.ts';
import { formatDay, formatDue, formatLocal } from '../../../core/time/format.ts';
import { lengthInWords, stepInWords } from '../../../core/time/words.ts';
import type { Effect } from '../../../service/calendar/preview-edit.ts';
import {
  type ChangedStep,
  graveEffects,
  type MovedInquiry,
} from '../../../service/configuration/open-inquiry-effects.ts';
import { EDIT_WORDS, PREVIEW_WORDS, STEP_WORDS } from '../../../service/configuration/preview-words.ts';
import { thisYear, type View } from '../view.ts';

interface EffectProps {
  readonly view: View;
  readonly effect: Effect;
}

const MOST_ROWS = 20;
const MOST_UNFOLDED = 5;

export function OpenInquiriesAfter({ view, effect }: EffectProps) {
  const words = PREVIEW_WORDS[view.language];
  const { open } = effect;
  if (open === null || open.moved.length + open.withdrawn.length + open.raised.length === 0)
    return <p class="card">{EDIT_WORDS[view.language].openUntouched}</p>;
  const { moved, withdrawn, raised } = open;
  const { made, unmade, mailed } = graveEffects(open);
  return (
    <div class="card">
      {made + unmade > 0 ? <p class="strong">{words.breaches(made, unmade)}</p> : null}
      {mailed > 0 ? <p>{words.mailed(mailed)}</p> : null}
      <Steps view={view} effect={effect} title={words.withdrawn(withdrawn.length)} rows={withdrawn} />
      <Steps view={view} effect={effect} title={words.raised(raised.length)} rows={raised} />
      <MovedInquiries view={view} effect={effect} moved={moved} />
    </div>
  );
}

type StepsProps = EffectProps & { readonly title: string; readonly rows: readonly ChangedStep[] };

function Steps({ view, effect, title, rows }: StepsProps) {
  const { language } = view;
  const words = PREVIEW_WORDS[language];
  const { zone } = effect.calendar;
  const year = thisYear(view, zone);
  const due = (at: Instant | null) => (at === null ? words.none : formatDue(at, zone, language, year));
  if (rows.length === 0) return null;
  const [inquiry, step, from, to, mail] = words.head;
  const withMail = rows.some(({ mailedAt }) => mailedAt !== null);
  return (
    <table class="cards cal-effects">
      <caption>{title}</caption>
      <thead>
        <tr>
          {[inquiry, step, from, to, ...(withMail ? [mail] : [])].map((head) => (
            <th scope="col">{head}</th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.slice(0, MOST_ROWS).map((row) => (
          <tr>
            <th scope="row">{row.inquiry}</th>
            <td data-label={step}>{STEP_WORDS[row.step][language]}</td>
            <td data-label={from}>{due(row.from)}</td>
            <td data-label={to}>{due(row.to)}</td>
            {withMail ? (
              <td data-label={mail}>
                {row.mailedAt === null ? '–' : `${words.sent} ${formatLocal(row.mailedAt, zone, language, year)}`}
              </td>
            ) : null}
          </tr>
        ))}
      </tbody>
      {rows.length > MOST_ROWS ? (
        <tfoot>
          <tr>
            <td colspan={5}>{words.more(rows.length - MOST_ROWS)}</td>
          </tr>
        </tfoot>
      ) : null}
    </table>
  );
}

/** Inquiry by inquiry, each step from what to what; many are folded. */
function MovedInquiries({ view, effect, moved }: EffectProps & { readonly moved: readonly MovedInquiry[] }) {
  const { language } = view;
  const words = PREVIEW_WORDS[language];
  if (moved.length === 0) return null;
  const { zone } = effect.calendar;
  const year = thisYear(view, zone);
  const due = (at: Instant | null) => (at === null ? words.none : formatDue(at, zone, language, year));
  return (
    <details class="cal-moved" open={moved.length <= MOST_UNFOLDED}>
      <summary>{words.moved(moved.length)}</summary>
      <table class="cards">
        <thead>
          <tr>
            <th scope="col">{words.head[0]}</th>
            {STEPS.map((step) => (
              <th scope="col">{STEP_WORDS[step][language]}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {moved.slice(0, MOST_ROWS).map(({ inquiry, from, to }) => (
            <tr>
              <th scope="row">{inquiry}</th>
              {STEPS.map((step) => (
                <td data-label={STEP_WORDS[step][language]}>
                  <FromTo was={due(from[step])} is={due(to[step])} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {moved.length > MOST_ROWS ? <p class="soft">{words.more(moved.length - MOST_ROWS)}</p> : null}
    </details>
  );
}

/** For messages that arrive on days around the change: which of their deadlines move, from what to what. */
export function MovedArrivals({ view, effect }: EffectProps) {
  const { language } = view;
  const words = EDIT_WORDS[language];
  const { moved, policy, calendar } = effect;
  if (moved.length === 0) return null;
  const year = thisYear(view, calendar.zone);
  const due = (deadlines: Deadlines | null, step: Step) =>
    deadlines === null ? words.none : formatDue(deadlines.at[step], calendar.zone, language, year);
  const lengths = STEPS.map((step) => lengthInWords(policy.after[step], language));
  const heads = STEPS.map((step) => stepInWords(step, policy.after[step], language));
  return (
    <section>
      <h2>
        {words.moved} <span class="soft">{lengths.join(language === 'ja' ? '・' : ', ')}</span>
      </h2>
      <div class="card">
        <table class="cards">
          <thead>
            <tr>
              <th scope="col">{words.received}</th>
              {heads.map((head) => (
                <th scope="col">{head}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {moved.slice(0, MOST_ROWS).map(({ day, before, after }) => (
              <tr>
                <th scope="row">{formatDay(day, language, year)}</th>
                {STEPS.map((step, i) => (
                  <td data-label={heads[i]}>
                    <FromTo was={due(before, step)} is={due(after, step)} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
        {moved.length > MOST_ROWS ? <p class="soft">{words.more(moved.length - MOST_ROWS)}</p> : null}
      </div>
    </section>
  );
}

export function FromTo({ was, is }: { readonly was: string; readonly is: string }) {
  if (was === is) return <span class="soft">{is}</span>;
  return (
    <span>
      <span class="soft">{was} →</span> <span class="strong">{is}</span>
    </span>
  );
}
