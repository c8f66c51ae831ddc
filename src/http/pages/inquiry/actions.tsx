// What one may do with an inquiry: take it in hand, mark it as needing no reply, stop its mails. Every form says whom
// or what its sender saw, so that nobody overwrites what somebody else has done meanwhile.

import { countMessages, type Mark } from '../../../service/actions/mark-no-reply-needed.ts';
import type { Mute } from '../../../service/actions/mute.ts';
import type { InquiryDetail } from '../../../service/board/read-inquiry.ts';
import { Icon } from '../parts.tsx';
import { due, local, mayAct, type View } from '../view.ts';
import { ActForm, By, MuteFields, Reason } from './fields.tsx';
import { Holder } from './holder.tsx';
import { endChoices } from './until.ts';
import { INQUIRY_WORDS } from './words.ts';

interface ActionProps {
  readonly view: View;
  readonly detail: InquiryDetail;
}

/** Who has it in hand, large; for those who may act, the forms. */
export function Hand({ view, detail }: ActionProps) {
  const { inHand } = detail.standing;
  if (inHand !== null) return <InHand view={view} detail={detail} standing={inHand} />;
  if (!mayAct(view) || detail.inquiry.status !== 'unanswered') return null;
  const words = INQUIRY_WORDS[view.language].hand;
  return (
    <section class="card in-hand" aria-labelledby="hand-title">
      <h2 id="hand-title">{words.title}</h2>
      <p class="hint">{words.hint}</p>
      <InVain view={view} detail={detail} />
      <details id="hand-more">
        <summary>{words.more}</summary>
        <TakeForm view={view} detail={detail} expected={null} label={words.take} />
      </details>
    </section>
  );
}

/** Said from the second time on: an inquiry that goes from hand to hand is about to be forgotten. */
function InVain({ view, detail: { handsInVain } }: ActionProps) {
  if (handsInVain < 2) return null;
  return (
    <p class="in-vain">
      <Icon name="unknown" />
      {INQUIRY_WORDS[view.language].hand.inVain(handsInVain)}
    </p>
  );
}

function InHand({ view, detail, standing }: ActionProps & { standing: Mute }) {
  const words = INQUIRY_WORDS[view.language].hand;
  const { zone } = detail.calendar;
  return (
    <section class="card in-hand taken" aria-labelledby="hand">
      <h2 id="hand">{words.who(standing.by)}</h2>
      <p>
        {words.period(local(view, standing.madeAt, zone), due(view, standing.until, zone))}
        {standing.givenBy === null ? null : ` ${words.givenBy(standing.givenBy)}`}
        {standing.why === '' ? null : <span class="remark">{standing.why}</span>}
      </p>
      <InVain view={view} detail={detail} />
      {mayAct(view) ? (
        <>
          <ActForm view={view} detail={detail} action="give-back" class="fields">
            <input type="hidden" name="expected" value={standing.id} />
            <By view={view} hidden fallback={standing.by} />
            <button type="submit">{words.give}</button>
          </ActForm>
          <details>
            <summary>{words.takeOver}</summary>
            <p class="hint">{words.takeOverHint(standing.by)}</p>
            <TakeForm view={view} detail={detail} expected={standing.id} label={words.takeOver} />
          </details>
        </>
      ) : null}
    </section>
  );
}

/** `expected`: the one whom its sender takes over from. */
export function TakeForm({ view, detail, expected, label }: ActionProps & { expected: number | null; label: string }) {
  const words = INQUIRY_WORDS[view.language].hand;
  return (
    <ActForm view={view} detail={detail} action="in-hand" class="fields">
      {expected === null ? null : <input type="hidden" name="expected" value={expected} />}
      <By view={view} id="hand-by" />
      <Holder view={view} shops={[detail.shop]} id="hand-to" />
      <div class="field">
        <label for="hand-until">{words.until}</label>
        <select id="hand-until" name="until">
          {endChoices(view, detail).map(({ value, label: text }) => (
            <option value={value}>{text}</option>
          ))}
        </select>
      </div>
      <Reason id="hand-why" label={words.note} placeholder={words.notePlaceholder} value={view.query.why} />
      <button type="submit" class="main">
        {label}
      </button>
    </ActForm>
  );
}

/** The mark of 返信不要: what holds, with its undo, or the form to make it. */
export function NoReply({ view, detail }: ActionProps) {
  const words = INQUIRY_WORDS[view.language].mark;
  const holds = detail.marks.findLast(({ endsWait }) => endsWait);
  if (detail.inquiry.status === 'unanswered') return mayAct(view) ? <MarkForm view={view} detail={detail} /> : null;
  if (holds === undefined) return null;
  return (
    <section class="card" aria-labelledby="mark">
      <h2 id="mark">{words.holds(holds.by, local(view, holds.at, detail.calendar.zone))}</h2>
      {holds.why === null ? null : <p>{holds.why}</p>}
      {mayAct(view) && detail.undoable?.id === holds.id ? <UndoForm view={view} detail={detail} mark={holds} /> : null}
      <p class="hint">{words.count(detail.markedThisMonth)}</p>
    </section>
  );
}

function UndoForm({ view, detail, mark }: ActionProps & { mark: Mark }) {
  const words = INQUIRY_WORDS[view.language].mark;
  return (
    <>
      <ActForm view={view} detail={detail} action="no-reply-needed/undo" class="fields">
        <input type="hidden" name="mark" value={mark.id} />
        <By view={view} id="undo-by" />
        <button type="submit">{words.undo}</button>
      </ActForm>
      <p class="hint">{words.undoHint}</p>
    </>
  );
}

function MarkForm({ view, detail }: ActionProps) {
  const words = INQUIRY_WORDS[view.language].mark;
  return (
    <details class="card" id="no-reply" open={view.query.do === 'no-reply'}>
      <summary aria-keyshortcuts="n">{words.title}</summary>
      <p class="hint">{words.hint}</p>
      <ActForm view={view} detail={detail} action="no-reply-needed" class="fields">
        <input type="hidden" name="expected" value={countMessages(detail.events)} />
        <By view={view} id="mark-by" />
        <Reason id="mark-why" label={words.why} placeholder={words.whyPlaceholder} />
        <button type="submit">{words.act}</button>
      </ActForm>
      <p class="hint">{words.count(detail.markedThisMonth)}</p>
    </details>
  );
}

/** The mute of the inquiry or of its shop, and the form to make one. */
export function MuteBox({ view, detail }: ActionProps) {
  const { muted } = detail.standing;
  if (muted !== null) return <Muted view={view} detail={detail} standing={muted} />;
  if (!mayAct(view) || detail.inquiry.status !== 'unanswered') return null;
  const words = INQUIRY_WORDS[view.language].mute;
  return (
    <details class="card">
      <summary>{words.title}</summary>
      <p class="hint">{words.hint}</p>
      <ActForm view={view} detail={detail} action="mute" class="fields">
        <MuteFields view={view} id="mute" today={detail.calendar.zone.localDay(detail.now)} />
      </ActForm>
    </details>
  );
}

function Muted({ view, detail, standing }: ActionProps & { standing: Mute }) {
  const words = INQUIRY_WORDS[view.language].mute;
  const until = due(view, standing.until, detail.calendar.zone);
  return (
    <section class="card" aria-labelledby="mute">
      <h2 id="mute">{words.holds(standing.by, until)}</h2>
      <p>{standing.why}</p>
      {standing.inquiry === null ? <p class="hint">{words.ofShop}</p> : null}
      {mayAct(view) && standing.inquiry !== null ? (
        <ActForm view={view} detail={detail} action="mute/lift" class="fields">
          <input type="hidden" name="mute" value={standing.id} />
          <By view={view} id="lift-by" />
          <button type="submit">{words.lift}</button>
        </ActForm>
      ) : null}
    </section>
  );
}
