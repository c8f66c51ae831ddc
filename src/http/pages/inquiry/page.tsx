// The page of one inquiry: what happened when, why the deadline is what it is day by day, and the times of each step.

import type { Policy, Step } from '../../../core/model.ts';
import { STEPS } from '../../../core/model.ts';
import { standingPromise } from '../../../core/steps/promises.ts';
import { openZone, type Zone } from '../../../core/time/zone.ts';
import type { EpisodeDetail, InquiryDetail } from '../../../service/board/read-inquiry.ts';
import { Page } from '../layout.tsx';
import { LiveMark } from '../live.tsx';
import { AnswerLink, Badge, PlainStep } from '../parts.tsx';
import { due, href, local, shopPath, type View } from '../view.ts';
import { Hand, MuteBox, NoReply } from './actions.tsx';
import { nameOf } from './fields.tsx';
import { OtherRules } from './others.tsx';
import { Past } from './past.tsx';
import { Picture } from './picture/picture.tsx';
import { ElsewhereBox, PromiseBox, StandingPromise } from './promise.tsx';
import { Receipt } from './receipt.tsx';
import { History } from './timeline/history.tsx';
import { DONE, type Done, INQUIRY_WORDS } from './words.ts';

/** Of a thread with more waits, the rest is said: a page stays below 200 KB. */
const EPISODES_SHOWN = 10;

export function InquiryPage({ view, detail }: { view: View; detail: InquiryDetail }) {
  const { words } = view;
  const { shop, inquiry } = detail;
  const zone = openZone(shop.timeZone);
  const open = detail.episodes.find((episode) => episode.endedAt === null);
  return (
    <Page view={view} title={inquiry.inquiry} scripts={['live']}>
      <LiveMark view={view} stream={`${shopPath(shop.id)}/live`} total={0} zone={zone} />
      <p class="crumb">
        <a href={href(view, '/')}>{words.nav.board}</a> › <a href={href(view, shopPath(shop.id))}>{shop.name}</a>
      </p>
      <div class="head">
        <h1>{inquiry.inquiry}</h1>
        {open === undefined ? (
          <span class="badge level-none">{words.status[inquiry.status]}</span>
        ) : (
          <Badge view={view} level={open.level} policy={detail.policy} />
        )}
        <AnswerLink view={view} url={inquiry.url} />
      </div>
      <Facts view={view} detail={detail} />
      <Past view={view} detail={detail} />
      <DoneNotice view={view} detail={detail} />
      <Hand view={view} detail={detail} />
      <StandingPromise view={view} detail={detail} />
      <div class="more-actions">
        <PromiseBox view={view} detail={detail} />
        <ElsewhereBox view={view} detail={detail} />
        <NoReply view={view} detail={detail} />
        <MuteBox view={view} detail={detail} />
      </div>
      <section>
        <h2>{words.inquiry.timeline}</h2>
        <Picture view={view} detail={detail} zone={zone} />
      </section>
      {detail.episodes.slice(0, EPISODES_SHOWN).map((episode, at) => (
        <Episode view={view} episode={episode} zone={zone} isNewest={at === 0} />
      ))}
      {detail.episodes.length <= EPISODES_SHOWN ? null : (
        <p class="soft">{INQUIRY_WORDS[view.language].history.moreWaits(detail.episodes.length - EPISODES_SHOWN)}</p>
      )}
      <section>
        <h2>{INQUIRY_WORDS[view.language].history.title}</h2>
        <History view={view} detail={detail} zone={zone} />
      </section>
      <p class="more soft">{words.shop.zone(zone.name)}</p>
    </Page>
  );
}

/** What has just been done, as the address says, as long as it holds: somebody else may have acted since. */
function DoneNotice({ view, detail }: { view: View; detail: InquiryDetail }) {
  const done = DONE.find((one) => one === view.query.done);
  if (done === undefined || !holds(done, view, detail)) return null;
  return (
    <p class="notice good" role="status">
      {INQUIRY_WORDS[view.language].done[done]}
    </p>
  );
}

function holds(done: Done, view: View, { standing, inquiry, promises }: InquiryDetail): boolean {
  const isPromised = standingPromise(promises) !== null;
  const waits = inquiry.status === 'unanswered';
  return {
    took: standing.inHand !== null && standing.inHand.by === nameOf(view),
    assigned: standing.inHand !== null,
    gave: standing.inHand === null,
    marked: !waits,
    unmarked: waits,
    muted: standing.muted !== null,
    lifted: standing.muted === null,
    promised: isPromised,
    unpromised: !isPromised,
    answered: !waits,
    unanswered: waits,
  }[done];
}

function Facts({ view, detail: { inquiry } }: { view: View; detail: InquiryDetail }) {
  const { facts } = view.words.inquiry;
  const kind = [inquiry.type, inquiry.category].filter((part) => part !== null).join('・');
  const all: readonly [string, string][] = [
    [facts.channel, view.words.channel(inquiry.channel)],
    [facts.kind, kind],
    [facts.item, inquiry.item ?? ''],
    [facts.order, inquiry.orderTail ?? ''],
  ];
  const shown = all.filter(([, value]) => value !== '').map(([label, value]) => `${label} ${value}`);
  return <p class="soft">{shown.join(view.words.separator)}</p>;
}

interface EpisodeProps {
  readonly view: View;
  readonly episode: EpisodeDetail;
  readonly zone: Zone;
}

/** The newest wait in full; those before it are there to be opened. */
function Episode({ view, episode, zone, isNewest }: EpisodeProps & { isNewest: boolean }) {
  const heading = <EpisodeHeading view={view} episode={episode} zone={zone} />;
  if (episode.endedBy === 'superseded') return <p class="card soft">{heading}</p>;
  const facts = (
    <>
      <Receipt view={view} episode={episode} />
      <OtherRules view={view} episode={episode} />
      <div class="card">
        <h3 class="soft">{view.words.inquiry.steps}</h3>
        {episode.deadlines === null
          ? null
          : STEPS.map((step) => <Times view={view} episode={episode} zone={zone} step={step} />)}
      </div>
    </>
  );
  if (!isNewest)
    return (
      <details class="earlier">
        <summary>{heading}</summary>
        {facts}
      </details>
    );
  return (
    <section>
      <h2>{heading}</h2>
      {facts}
    </section>
  );
}

function EpisodeHeading({ view, episode, zone }: EpisodeProps) {
  const { words } = view;
  const ended = episode.endedAt === null ? null : local(view, episode.endedAt, zone);
  return (
    <>
      {words.inquiry.episode(local(view, episode.startedAt, zone), ended)}{' '}
      {episode.endedBy === null ? null : <span class="soft">{words.inquiry.endedBy[episode.endedBy]}</span>}
    </>
  );
}

/** The four times of a step, kept apart (RULES.md 5). */
function Times({ view, episode, zone, step }: EpisodeProps & { step: Step }) {
  const { times, cause, late } = view.words.inquiry;
  const row = episode.steps.find((candidate) => candidate.step === step && candidate.withdrawnAt === null);
  const notified = step === 'breach' ? row?.opsNotifiedAt : row?.notifiedAt;
  const isAnswered = episode.endedBy === 'shop_reply' || episode.endedBy === 'answered_elsewhere';
  const answered = isAnswered ? episode.endedAt : null;
  const dueAt = row?.dueAt ?? episode.deadlines?.at[step] ?? null;
  const cells: readonly [string, string][] = [
    [times.due, dueAt === null ? '–' : due(view, dueAt, zone)],
    [times.detected, row === undefined ? '–' : local(view, row.detectedAt, zone)],
    [times.notified, notified == null ? '–' : local(view, notified, zone)],
    [times.answered, answered === null ? '–' : local(view, answered, zone)],
  ];
  const remarks =
    row === undefined
      ? []
      : [
          row.late === null ? cause[row.cause] : late[row.late],
          row.whileCompleted ? view.words.level.whileCompleted : '',
        ];
  return (
    <div class="times">
      <div>
        <StepName view={view} policy={episode.policy} step={step} passed={row !== undefined} />
        <span class="soft"> {remarks.filter((remark) => remark !== '').join(view.words.separator)}</span>
      </div>
      <dl>
        {cells.map(([label, value]) => (
          <div>
            <dt class="soft">{label}</dt>
            <dd class="keep">{value}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

/** A step that has not passed wears no colour: what is to come must not look as if it had happened. */
function StepName({ view, policy, step, passed }: { view: View; policy: Policy; step: Step; passed: boolean }) {
  if (passed) return <Badge view={view} level={step} policy={policy} />;
  return <PlainStep view={view} step={step} policy={policy} />;
}
