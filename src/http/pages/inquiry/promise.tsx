// 約束する and 電話で回答 on the page of an inquiry: what stands, with its undo, and the forms. Every form says what its
// sender saw.

import { ANSWER_WAYS } from '../../../core/model.ts';
import { standingPromise } from '../../../core/steps/promises.ts';
import { countMessages } from '../../../service/actions/mark-no-reply-needed.ts';
import type { PromiseDetail } from '../../../service/actions/promise-answer.ts';
import type { InquiryDetail } from '../../../service/board/read-inquiry.ts';
import { Icon } from '../parts.tsx';
import { due, local, mayAct, type View } from '../view.ts';
import { ActForm, By } from './fields.tsx';
import { PromiseFields } from './promise-fields.tsx';
import { answerInWords, PROMISING, reasonInWords } from './promising-words.ts';

interface Props {
  readonly view: View;
  readonly detail: InquiryDetail;
}

/** The promise that stands, large; none where nothing is promised. */
export function StandingPromise({ view, detail }: Props) {
  const standing = standingPromise(detail.promises);
  if (standing === null) return null;
  const words = PROMISING[view.language];
  const { zone } = detail.calendar;
  const until = due(view, standing.until, zone);
  const isBroken = standing.until <= detail.now;
  const reason = reasonInWords(standing.reason, view.language);
  // Made in the wait that goes on: the next reply is the holding reply itself (RULES.md 10.2).
  const waits = detail.episodes.some(({ endedAt, startedAt }) => endedAt === null && startedAt <= standing.madeAt);
  return (
    <section class={isBroken ? 'card in-hand promised broken' : 'card in-hand promised'} aria-labelledby="promise">
      <h2 id="promise">
        <Icon name="promise" />
        {isBroken ? words.broken(until) : words.standing(until)}
      </h2>
      <p>
        {words.made(local(view, standing.madeAt, zone), standing.by === null ? words.nobody : words.who(standing.by))}
        {reason === null ? null : <span class="remark">{reason}</span>}
      </p>
      <p class="hint">{waits ? words.fulfilLater : words.fulfil}</p>
      {mayAct(view) ? (
        <>
          <ActForm view={view} detail={detail} action="promise/undo" class="fields">
            <input type="hidden" name="promise" value={standing.id} />
            <By view={view} id="unpromise-by" />
            <button type="submit">{words.undo}</button>
          </ActForm>
          <details>
            <summary>{words.move}</summary>
            <p class="hint">{words.moveHint}</p>
            <PromiseForm view={view} detail={detail} standing={standing} />
          </details>
        </>
      ) : null}
    </section>
  );
}

/** The form to promise, where nothing is promised; open when the list's link led here. */
export function PromiseBox({ view, detail }: Props) {
  if (standingPromise(detail.promises) !== null || !mayAct(view)) return null;
  const words = PROMISING[view.language];
  return (
    <details class="card" id="promise" open={view.query.do === 'promise'}>
      <summary>{words.title}</summary>
      <p class="hint">{words.hint}</p>
      <PromiseForm view={view} detail={detail} standing={null} />
    </details>
  );
}

function PromiseForm({ view, detail, standing }: Props & { readonly standing: PromiseDetail | null }) {
  const words = PROMISING[view.language];
  return (
    <ActForm view={view} detail={detail} action="promise" class="fields">
      <input type="hidden" name="expected" value={standing?.id ?? ''} />
      <By view={view} id="promise-by" />
      <PromiseFields view={view} calendar={detail.calendar} isWaiting={detail.inquiry.status === 'unanswered'} />
      <button type="submit" class="main">
        {words.act}
      </button>
    </ActForm>
  );
}

/** 電話で回答: what holds, with its undo, or the form to say it. */
export function ElsewhereBox({ view, detail }: Props) {
  const { elsewhere: words } = PROMISING[view.language];
  const { undoableAnswer: answer } = detail;
  if (answer !== null)
    return (
      <section class="card" aria-labelledby="elsewhere">
        <h2 id="elsewhere">
          {words.holds(
            answerInWords(answer.how, view.language),
            local(view, answer.at, detail.calendar.zone),
            answer.by ?? '',
          )}
        </h2>
        {mayAct(view) ? (
          <>
            <ActForm view={view} detail={detail} action="answered-elsewhere/undo" class="fields">
              <input type="hidden" name="answer" value={answer.id} />
              <By view={view} id="unanswer-by" />
              <button type="submit">{words.undo}</button>
            </ActForm>
            <p class="hint">{words.undoHint}</p>
          </>
        ) : null}
      </section>
    );
  const isOpen = detail.inquiry.status === 'unanswered' || standingPromise(detail.promises) !== null;
  if (!isOpen || !mayAct(view)) return null;
  return (
    <details class="card" id="elsewhere">
      <summary>{words.title}</summary>
      <p class="hint">{words.hint}</p>
      <ActForm view={view} detail={detail} action="answered-elsewhere" class="fields">
        <input type="hidden" name="expected" value={countMessages(detail.events)} />
        <By view={view} id="elsewhere-by" />
        <div class="field">
          <label for="elsewhere-how">{words.how}</label>
          <select id="elsewhere-how" name="how">
            {ANSWER_WAYS.map((how) => (
              <option value={how}>{answerInWords(how, view.language)}</option>
            ))}
          </select>
        </div>
        <div class="field">
          <label for="elsewhere-at">{words.at}</label>
          <input type="datetime-local" id="elsewhere-at" name="at" placeholder="2026-12-01 15:00" />
        </div>
        <button type="submit">{words.act}</button>
      </ActForm>
    </details>
  );
}
