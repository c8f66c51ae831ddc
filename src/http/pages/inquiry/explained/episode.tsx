// One wait of an inquiry: how its deadline was counted, folded, and the four times of each step.

import { type Policy, STEPS, type Step } from '../../../../core/model.ts';
import type { Zone } from '../../../../core/time/zone.ts';
import type { EpisodeDetail } from '../../../../service/board/read-inquiry.ts';
import { Badge, PlainStep } from '../../parts.tsx';
import { due, local, type View } from '../../view.ts';
import { INQUIRY_WORDS } from '../words.ts';
import { OtherRules } from './others.tsx';
import { Receipt } from './receipt.tsx';

interface EpisodeProps {
  readonly view: View;
  readonly episode: EpisodeDetail;
  readonly zone: Zone;
}

/** The newest wait in full; those before it are there to be opened. How it was counted is folded: the picture shows it. */
export function Episode({ view, episode, zone, isNewest }: EpisodeProps & { isNewest: boolean }) {
  const heading = <EpisodeHeading view={view} episode={episode} zone={zone} />;
  if (episode.endedBy === 'superseded') return <p class="card soft">{heading}</p>;
  const facts = (
    <>
      <details class="how" id={`how-${episode.id}`}>
        <summary>{INQUIRY_WORDS[view.language].how}</summary>
        <Receipt view={view} episode={episode} />
        <OtherRules view={view} episode={episode} />
      </details>
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
