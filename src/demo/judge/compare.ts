// Holds what happened against what the rules say, episode by episode and mail by mail. Every difference is a finding.
// Nothing here may depend on how fast the machine was; when a step was noticed is not compared, only that it was.

import type { Config } from '../../config/load.ts';
import type { Instant, Step } from '../../core/model.ts';
import { nextSendInstant } from '../../core/steps/send-window.ts';
import { messageIdOf } from '../../mail/transport/message.ts';
import { type Happened, type HappenedEpisode, type HappenedMail, inquiryKey } from '../happened.ts';
import { type CaughtMail, listedTails } from '../mail-catcher.ts';
import type { Story, StoryThread } from '../story.ts';
import { compareContactMail, compareGoals, compareLists, compareNotices } from './compare-told.ts';
import { type Finding, finding, tailOf } from './finding.ts';
import { calendarOf, type RuledEpisode, type RuledStep, ruleStory } from './rules.ts';
import { ruleLists, ruleWarnings } from './rules-lists.ts';
import type { Down } from './rules-notices.ts';

export interface ComparedEpisode {
  readonly ruled: RuledEpisode;
  readonly happened: HappenedEpisode | null;
  /** How many sent mails told it, by step, to the owner and to ops. */
  readonly toldOwner: ReadonlyMap<Step, number>;
  readonly toldOps: ReadonlyMap<Step, number>;
  readonly findings: readonly Finding[];
}

export interface Comparison {
  readonly episodes: readonly ComparedEpisode[];
  /** Of the episodes, of the mails, and what nobody expected. Empty: everything is as the rules say. */
  readonly findings: readonly Finding[];
  /** What was told besides alerts and breaches. */
  readonly told: Readonly<Record<'notices' | 'mornings' | 'weeklies' | 'goals', number>>;
}

export interface Evidence {
  readonly story: Story;
  readonly config: Config;
  readonly happened: Happened;
  readonly caught: readonly CaughtMail[];
  /** Spans in which the service was down: nobody was told before their end. */
  readonly down?: readonly Down[];
}

/** Compares the whole story at its end. */
export function compareStory(evidence: Evidence): Comparison {
  const { story, config, happened, down = [] } = evidence;
  const ruled = ruleStory(story, config, { eventsOf: asSeen(happened), down });
  const sent = happened.mails.filter(({ state }) => state === 'sent');
  const episodes = ruled.map((one) => compareEpisode(one, happened, sent));
  const known = new Set(episodes.flatMap(({ happened: row }) => (row === null ? [] : [row.id])));
  const strangers = happened.episodes.filter(({ id }) => !known.has(id));
  const findings = [
    ...episodes.flatMap((one) => one.findings),
    ...strangers.map((row) => finding(tailOf(row.inquiry), '規則にない期間', 'an episode that the rules do not know')),
    ...happened.refusals.map((refusal) => finding(refusal, '受け入れ拒否', 'an event was refused')),
    ...compareMails(evidence, episodes, ruled),
    ...compareGoals(ruleWarnings(story, config, ruled, asSeen(happened)), happened.mails),
  ];
  return { episodes, findings, told: countTold(happened, sent) };
}

function countTold({ notices }: Happened, sent: readonly HappenedMail[]): Comparison['told'] {
  const sentOf = (kind: HappenedMail['kind']) => sent.filter((mail) => mail.kind === kind).length;
  return {
    notices: notices.filter(({ toldAt }) => toldAt !== null).length,
    mornings: sentOf('morning'),
    weeklies: sentOf('weekly'),
    goals: sentOf('goal'),
  };
}

/** RMS dates no reopening: it counts from when it was seen, which must not be before it happened. */
function asSeen({ reopenings }: Happened): (thread: StoryThread) => StoryThread['events'] {
  return ({ shop, inquiry, channel, events }) => {
    if (channel !== 'r-messe') return events;
    const seen = [...(reopenings.get(inquiryKey(shop, inquiry)) ?? [])];
    return events.map((event) => {
      const at = event.type === 'reopened' ? seen.shift() : undefined;
      return at === undefined || at < event.at ? event : { ...event, at };
    });
  };
}

function compareEpisode(
  ruled: RuledEpisode,
  { episodes, notices }: Happened,
  sent: readonly HappenedMail[],
): ComparedEpisode {
  const { thread, episode } = ruled;
  const about = tailOf(thread.inquiry);
  const row = episodes.find(
    ({ shop, inquiry, startedAt }) =>
      shop === thread.shop && inquiry === thread.inquiry && startedAt === episode.startedAt,
  );
  if (row === undefined) {
    const findings = [finding(about, '期間が記録されていない', 'the episode is missing')];
    return { ruled, happened: null, toldOwner: new Map(), toldOps: new Map(), findings };
  }
  const toldOwner = timesTold(row, sent, 'owner');
  const toldOps = timesTold(row, sent, 'ops');
  const findings = [
    ...(row.endedAt === episode.endedAt && row.endedBy === episode.endedBy
      ? []
      : [finding(about, '終わりが違う', 'it ended otherwise')]),
    ...compareSteps(ruled, row, about),
    ...compareNotices(ruled, row, notices),
    ...ruled.steps.flatMap((step) => compareTold(step, { about, toldOwner, toldOps })),
  ];
  return { ruled, happened: row, toldOwner, toldOps, findings };
}

function timesTold(row: HappenedEpisode, sent: readonly HappenedMail[], kind: HappenedMail['kind']): Map<Step, number> {
  const times = new Map<Step, number>();
  for (const mail of sent)
    for (const item of mail.kind === kind ? mail.items : [])
      if (item.episodeId === row.id) times.set(item.step, (times.get(item.step) ?? 0) + 1);
  return times;
}

function compareSteps(ruled: RuledEpisode, row: HappenedEpisode, about: string): Finding[] {
  const standing = row.steps.filter(({ withdrawnAt, whileCompleted }) => withdrawnAt === null && !whileCompleted);
  const findings: Finding[] = [];
  for (const { step, dueAt } of ruled.steps) {
    const found = standing.find((one) => one.step === step);
    if (found === undefined) findings.push(finding(about, `${step} がない`, `${step} is missing`));
    else if (found.dueAt !== dueAt) findings.push(finding(about, `${step} の時刻が違う`, `${step} was due otherwise`));
    else if (found.detectedAt < dueAt) findings.push(finding(about, `${step} が早すぎる`, `${step} came too early`));
  }
  for (const { step } of standing)
    if (!ruled.steps.some((one) => one.step === step))
      findings.push(finding(about, `${step} は規則にない`, `${step} happened, against the rules`));
  const up = standing.some(({ step, loweredAt }) => step === 'flag' && loweredAt === null);
  if (up !== ruled.flagUp) findings.push(finding(about, '注意表示が違う', `the flag is ${up ? 'up' : 'down'}`));
  if (row.steps.some(({ whileCompleted }) => whileCompleted) !== ruled.breachedWhileCompleted)
    findings.push(finding(about, '完了中の超過の扱いが違う', 'a breach while completed is treated otherwise'));
  return findings;
}

function compareTold(
  { step, ownerTold, opsTold }: RuledStep,
  { about, toldOwner, toldOps }: Pick<ComparedEpisode, 'toldOwner' | 'toldOps'> & { about: string },
): Finding[] {
  const differences = [
    { who: 'owner', expected: Number(ownerTold), told: toldOwner.get(step) ?? 0 },
    { who: 'ops', expected: Number(opsTold), told: toldOps.get(step) ?? 0 },
  ].filter(({ expected, told }) => told !== expected);
  return differences.map(({ who, expected, told }) =>
    finding(
      about,
      `${step} の通知（${who}）: 規則 ${expected}回、実際 ${told}回`,
      `${step} told to ${who}: ${told} times instead of ${expected}`,
    ),
  );
}

function compareMails(
  { story, config, happened, caught, down = [] }: Evidence,
  episodes: readonly ComparedEpisode[],
  ruled: readonly RuledEpisode[],
): Finding[] {
  const byId = new Map(episodes.flatMap((one) => (one.happened === null ? [] : [[one.happened.id, one] as const])));
  const told = { notices: happened.notices, byId: new Map([...byId].map(([id, one]) => [id, one.ruled])) };
  const findings: Finding[] = [];
  const arrived: { readonly mail: HappenedMail; readonly copies: readonly CaughtMail[] }[] = [];
  const left = [...caught];
  for (const mail of happened.mails.filter(({ state }) => state !== 'empty')) {
    const about = `#${mail.id}`;
    if (mail.state !== 'sent') findings.push(finding(about, `メールが ${mail.state}`, `the mail is ${mail.state}`));
    const id = messageIdOf(String(mail.id), config.service.from, mail.slotAt);
    const copies = left.filter(({ messageId }) => messageId === id);
    for (const copy of copies) left.splice(left.indexOf(copy), 1);
    if (mail.state === 'sent' && copies.length !== 1 && !(mail.possiblyTwice && copies.length === 2))
      findings.push(finding(about, `届いた数: ${copies.length}`, `it arrived ${copies.length} times`));
    // Mails about calendars have no place in the story's rules: that each came once is all there is to say.
    const isRuled = mail.kind === 'owner' || mail.kind === 'ops';
    for (const copy of isRuled ? copies : []) findings.push(...compareMail(mail, copy, config, byId));
    for (const copy of mail.kind === 'contact' ? copies : [])
      findings.push(...compareContactMail(mail, copy, config, told));
    arrived.push({ mail, copies });
    if (mail.kind === 'blind')
      findings.push(finding(about, '監視できていない時間があった', 'the service was blind for a while'));
  }
  findings.push(...compareLists(ruleLists(story, config, ruled, down), arrived));
  return [...findings, ...left.map(({ subject }) => finding(subject, '出所不明のメール', 'a mail without a record'))];
}

function compareMail(
  mail: HappenedMail,
  copy: CaughtMail,
  config: Config,
  byId: ReadonlyMap<number, ComparedEpisode>,
): Finding[] {
  const about = `#${mail.id}`;
  const findings: Finding[] = [];
  const told = mail.items.flatMap(({ episodeId }) => byId.get(episodeId) ?? []);
  const shown = new Set(listedTails(copy));
  const expected = new Set(told.map(({ ruled }) => tailOf(ruled.thread.inquiry)));
  if (shown.size !== expected.size || [...expected].some((tail) => !shown.has(tail)))
    findings.push(finding(about, '載っている問い合わせが違う', `it shows ${[...shown].join(', ')}`));
  const shop = mail.kind === 'owner' ? config.shops.get(mail.shop) : undefined;
  const to = shop?.owner ?? config.service.ops;
  if ([...copy.to].sort().join() !== [...to].sort().join())
    findings.push(finding(about, '宛先が違う', 'other recipients'));
  // The Date header has whole seconds.
  const isBefore = (instant: Instant) => copy.date + 1_000 <= instant;
  if (told.some((one) => isBefore(firstSlot(one, mail.items))))
    findings.push(finding(about, '送信が早すぎる', 'it was sent before its time'));
  if (shop !== undefined && nextSendInstant(calendarOf(shop), shop.mail.sendWindow, copy.date) !== copy.date)
    findings.push(finding(about, '送信時間帯の外', 'it was sent outside the send window'));
  const answered = ({ ruled }: ComparedEpisode) => ruled.episode.endedAt !== null && ruled.episode.endedAt <= copy.date;
  if (mail.kind === 'owner' && told.some(answered))
    findings.push(finding(about, '返信済みのものが載っている', 'it lists an answered inquiry'));
  return findings;
}

/** From when a mail may tell of an episode: a breach rides with the alert of its episode (MAIL.md 4). */
function firstSlot({ happened, ruled }: ComparedEpisode, items: HappenedMail['items']): Instant {
  const told = items.filter(({ episodeId }) => episodeId === happened?.id).map(({ step }) => step);
  const slots = ruled.steps.flatMap(({ step, slotAt }) => (told.includes(step) && slotAt !== null ? [slotAt] : []));
  return slots.length === 0 ? Number.NEGATIVE_INFINITY : Math.min(...slots);
}
