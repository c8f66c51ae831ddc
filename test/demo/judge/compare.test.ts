// The comparison must see every kind of difference: evidence that agrees with the rules, changed in one place at a time.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { listCause } from '../../../src/core/notifications/list-receiver.ts';
import { formatDate } from '../../../src/core/time/civil-date.ts';
import type { HappenedEpisode, HappenedMail, HappenedNotice, HappenedStep } from '../../../src/demo/happened.ts';
import { compareStory, type Evidence } from '../../../src/demo/judge/compare.ts';
import { tailOf } from '../../../src/demo/judge/finding.ts';
import { type RuledEpisode, ruleStory } from '../../../src/demo/judge/rules.ts';
import { ruleLists, ruleWarnings } from '../../../src/demo/judge/rules-lists.ts';
import type { CaughtMail } from '../../../src/demo/mail-catcher.ts';
import { NEW_YEAR } from '../../../src/demo/story.ts';
import { writeStoryConfig } from '../../../src/demo/story-shops.ts';
import { messageIdOf } from '../../../src/mail/transport/message.ts';

const HOUR_MS = 3_600_000;
const folder = mkdtempSync(join(tmpdir(), 'compare-'));
afterAll(() => rmSync(folder, { recursive: true }));
const config = writeStoryConfig(folder);
const ruled = ruleStory(NEW_YEAR, config);

interface Mutable {
  episodes: HappenedEpisode[];
  mails: HappenedMail[];
  notices: HappenedNotice[];
  caught: CaughtMail[];
}

/** What would have happened if everything went as the rules say, each step told by a mail of its own. */
function asRuled(): Mutable {
  const evidence: Mutable = { episodes: [], mails: [], notices: [], caught: [] };
  for (const [index, one] of ruled.entries()) {
    evidence.episodes.push(episodeOf(one, index + 1));
    for (const { step, slotAt, ownerTold, opsTold } of one.steps) {
      const told = { episodeId: index + 1, step, slotAt: slotAt ?? 0 };
      if (ownerTold) tell(evidence, 'owner', one, told);
      if (opsTold) tell(evidence, 'ops', one, told);
    }
  }
  for (const [index, one] of ruled.entries())
    for (const { key, contact, sendAt, told } of one.notices)
      if (told !== 'never') tellContact(evidence, one, { episodeId: index + 1, key, contact, sendAt });
  for (const { kind, shop, day, at, sent, tell, lists } of ruleLists(NEW_YEAR, config, ruled, [])) {
    if (sent !== 'must') continue;
    const tails = lists(at).map(({ thread }) => tailOf(thread.inquiry));
    const cause = listCause({ name: tell[0]!, chat: null, day: formatDate(day) });
    const to = kind === 'weekly' ? shop.owner : shop.contacts!.staff!.mail;
    post(evidence, { kind, shop: shop.id, cause, slotAt: at, items: [] }, { to, tails });
  }
  const [goal] = ruleWarnings(NEW_YEAR, config, ruled, ({ events }) => events);
  const mail = { kind: 'goal', shop: goal!.shop.id, cause: '', slotAt: NEW_YEAR.endsAt, items: [] } as const;
  post(evidence, mail, { to: goal!.shop.owner, tails: [] });
  return evidence;
}

/** A mail that was sent at its slot, and arrived. */
function post(
  { mails, caught }: Mutable,
  mail: Pick<HappenedMail, 'kind' | 'shop' | 'cause' | 'slotAt' | 'items'>,
  { to, tails }: { readonly to: readonly string[]; readonly tails: readonly string[] },
): number {
  const id = mails.length + 1;
  mails.push({ id, state: 'sent', possiblyTwice: false, ...mail });
  const text = tails.map((tail, n) => `${n + 1}) …${tail} 商品問い合わせ\n`).join('');
  const messageId = messageIdOf(String(id), config.service.from, mail.slotAt);
  caught.push({ messageId, date: mail.slotAt, to, subject: '', text });
  return id;
}

function tellContact(
  evidence: Mutable,
  { thread, shop }: RuledEpisode,
  { sendAt, ...notice }: Pick<HappenedNotice, 'episodeId' | 'key' | 'contact'> & { readonly sendAt: number },
): void {
  const mail = { kind: 'contact', shop: shop.id, cause: notice.contact, slotAt: sendAt, items: [] } as const;
  const to = shop.contacts![notice.contact]!.mail;
  const outboxId = post(evidence, mail, { to, tails: [tailOf(thread.inquiry)] });
  evidence.notices.push({ ...notice, toldAt: sendAt, droppedWhy: null, outboxId });
}

function episodeOf({ thread, episode, steps, breachedWhileCompleted }: RuledEpisode, id: number): HappenedEpisode {
  const stepOf = (step: HappenedStep['step'], dueAt: number, whileCompleted = false): HappenedStep => ({
    episodeId: id,
    step,
    dueAt,
    detectedAt: dueAt + 1,
    notifiedAt: null,
    opsNotifiedAt: null,
    ownerGivenUp: null,
    opsGivenUp: null,
    loweredAt: episode.endedAt,
    withdrawnAt: null,
    whileCompleted,
  });
  return {
    id,
    shop: thread.shop,
    inquiry: thread.inquiry,
    startedAt: episode.startedAt,
    endedAt: episode.endedAt,
    endedBy: episode.endedBy,
    steps: [
      ...steps.map(({ step, dueAt }) => stepOf(step, dueAt)),
      ...(breachedWhileCompleted ? [stepOf('breach', episode.startedAt, true)] : []),
    ],
  };
}

function tell(
  evidence: Mutable,
  kind: 'owner' | 'ops',
  { thread, shop }: RuledEpisode,
  { episodeId, step, slotAt }: { episodeId: number; step: HappenedStep['step']; slotAt: number },
): void {
  const items = [{ episodeId, step }];
  const owner = kind === 'owner';
  post(
    evidence,
    { kind, shop: owner ? thread.shop : '', cause: '', slotAt, items },
    { to: owner ? shop.owner : config.service.ops, tails: [tailOf(thread.inquiry)] },
  );
}

function findings(change: (evidence: Mutable) => void): string[] {
  const mutable = asRuled();
  change(mutable);
  const { episodes, mails, notices, caught } = mutable;
  const happened = { episodes, mails, notices, reopenings: new Map(), refusals: [] };
  const evidence: Evidence = { story: NEW_YEAR, config, happened, caught };
  return compareStory(evidence).findings.map(({ words }) => words.en);
}

const indexOf = (tail: string) => ruled.findIndex(({ thread }) => thread.inquiry.endsWith(tail));

/** Changes the episode of the inquiry that was breached. */
function changeBreached({ episodes }: Mutable, change: (episode: HappenedEpisode) => HappenedEpisode): void {
  const at = indexOf('0105o');
  episodes[at] = change(episodes[at]!);
}

const changeFirst = <T>(list: T[], change: Partial<T>): void => {
  list[0] = { ...list[0]!, ...change };
};

describe('compareStory', () => {
  test('finds nothing when all is as the rules say', () => {
    expect(findings(() => {})).toEqual([]);
  });

  const step = (change: (steps: readonly HappenedStep[]) => readonly HappenedStep[]) => (evidence: Mutable) =>
    changeBreached(evidence, (episode) => ({ ...episode, steps: change(episode.steps) }));

  test.each<[string, (evidence: Mutable) => void, string]>([
    ['an episode is missing', ({ episodes }) => void episodes.splice(indexOf('0101o'), 1), 'the episode is missing'],
    [
      'there is one more',
      ({ episodes }) => void episodes.push({ ...episodes[0]!, id: 99, startedAt: 5 }),
      'an episode that the rules do not know',
    ],
    ['it ended at another time', (e) => changeBreached(e, (one) => ({ ...one, endedAt: 5 })), 'it ended otherwise'],
    ['a step is missing', step((steps) => steps.filter((one) => one.step !== 'breach')), 'breach is missing'],
    [
      'a step was withdrawn',
      step((steps) => steps.map((one) => (one.step === 'flag' ? { ...one, withdrawnAt: 5 } : one))),
      'flag is missing',
    ],
    [
      'a step was due at another time',
      step((steps) => steps.map((one) => (one.step === 'breach' ? { ...one, dueAt: one.dueAt + 1 } : one))),
      'breach was due otherwise',
    ],
    [
      'a step was raised before it was due',
      step((steps) => steps.map((one) => (one.step === 'breach' ? { ...one, detectedAt: one.dueAt - 1 } : one))),
      'breach came too early',
    ],
    [
      'a flag stays up after the answer',
      step((steps) => steps.map((one) => (one.step === 'flag' ? { ...one, loweredAt: null } : one))),
      'the flag is up',
    ],
    [
      'a breach happened against the rules',
      ({ episodes }) => {
        const at = indexOf('0101o');
        const breach = episodes[indexOf('0105o')]!.steps.find((one) => one.step === 'breach')!;
        episodes[at] = { ...episodes[at]!, steps: [breach] };
      },
      'breach happened, against the rules',
    ],
    [
      'a mail is still waiting',
      ({ mails, caught }) => {
        changeFirst(mails, { state: 'pending', items: [] });
        caught.shift();
      },
      'the mail is pending',
    ],
    ['a mail arrived twice', ({ caught }) => void caught.push(caught[0]!), 'it arrived 2 times'],
    ['a mail never arrived', ({ caught }) => void caught.shift(), 'it arrived 0 times'],
    [
      'a mail nobody wrote',
      ({ caught }) => void caught.push({ ...caught[0]!, messageId: '<x@y>' }),
      'a mail without a record',
    ],
    ['a mail went to somebody else', ({ caught }) => changeFirst(caught, { to: ['x@y.example'] }), 'other recipients'],
    ['a mail lists another inquiry', ({ caught }) => changeFirst(caught, { text: '1) …0999o\n' }), 'it shows 0999o'],
    [
      'a mail was sent at night',
      ({ caught }) => changeFirst(caught, { date: caught[0]!.date + 9.5 * HOUR_MS }),
      'it was sent outside the send window',
    ],
    [
      'a mail was sent before its slot',
      ({ caught }) => changeFirst(caught, { date: caught[0]!.date - HOUR_MS }),
      'it was sent before its time',
    ],
    [
      'a mail lists what was answered',
      ({ caught }) => changeFirst(caught, { date: caught[0]!.date + 30 * 24 * HOUR_MS }),
      'it lists an answered inquiry',
    ],
    [
      'the service was blind',
      ({ mails }) => {
        const blind = { kind: 'blind' as const, shop: '', state: 'sent' as const, items: [] };
        mails.push({ ...mails[0]!, ...blind, id: 99 });
      },
      'the service was blind for a while',
    ],
  ])('sees that %s', (_, change, expected) => {
    expect(findings(change)).toContain(expected);
  });

  const changeMail = (kind: HappenedMail['kind'], change: Partial<CaughtMail>) => (evidence: Mutable) => {
    const at = evidence.mails.findIndex((mail) => mail.kind === kind);
    evidence.caught[at] = { ...evidence.caught[at]!, ...change };
  };
  const dropMails = (kind: HappenedMail['kind']) => (evidence: Mutable) => {
    evidence.caught = evidence.caught.filter((_, at) => evidence.mails[at]!.kind !== kind);
    evidence.mails = evidence.mails.filter((mail) => mail.kind !== kind);
  };
  const changeNotice = (key: string, change: Partial<HappenedNotice>) => (evidence: Mutable) => {
    const at = evidence.notices.findIndex((notice) => notice.key === key);
    evidence.notices[at] = { ...evidence.notices[at]!, ...change };
  };

  test.each<[string, (evidence: Mutable) => void, string]>([
    ['a notice was not told', changeNotice('at:flag', { toldAt: null }), 'at:flag was not told'],
    ['a notice was told early', changeNotice('at:flag', { toldAt: 5 }), 'at:flag was told too early'],
    [
      'a warning left no trace',
      changeNotice('before:3h:breach', { toldAt: null }),
      'before:3h:breach is neither told nor dropped',
    ],
    ['a notice was made up', changeNotice('at:flag', { key: 'at:breach' }), 'at:breach is no notice'],
    [
      'what was answered before is told',
      ({ notices }) => {
        const told = { key: 'at:flag', contact: 'staff', toldAt: 5, droppedWhy: null, outboxId: null };
        notices.push({ ...told, episodeId: indexOf('0101o') + 1 });
      },
      'at:flag told, against the rules',
    ],
    ['a contact’s mail went elsewhere', changeMail('contact', { to: ['x@y.example'] }), 'other recipients'],
    ['a contact’s mail lists another', changeMail('contact', { text: '1) …0999o\n' }), 'it shows 0999o'],
    ['a morning list is missing', dropMails('morning'), 'the morning list is missing'],
    ['a morning list lacks one', changeMail('morning', { text: '' }), 'the morning list shows '],
    [
      'a morning list came at night',
      changeMail('morning', { date: NEW_YEAR.startsAt }),
      'the morning list came out of its time',
    ],
    [
      'a morning list came on a closed day',
      (evidence) => {
        const at = evidence.mails.findIndex(({ kind }) => kind === 'morning');
        const cause = listCause({ name: 'staff', chat: null, day: '2026-12-27' });
        evidence.mails[at] = { ...evidence.mails[at]!, cause };
      },
      'a list on a closed day',
    ],
    ['a weekly summary is missing', dropMails('weekly'), 'the weekly summary is missing'],
    [
      'a weekly summary lists what was in time',
      changeMail('weekly', { text: '1) …0101o\n' }),
      'the weekly summary shows 0101o',
    ],
    [
      'a weekly summary came before the week was over',
      changeMail('weekly', { date: NEW_YEAR.startsAt }),
      'the weekly summary came out of its time',
    ],
    ['nobody heard of the goal', dropMails('goal'), 'the owner was not warned of a goal'],
  ])('sees that %s', (_, change, expected) => {
    expect(findings(change)).toContain(expected);
  });

  test('a warning that was too late and shows as dropped is as the rules say', () => {
    expect(
      findings((evidence) => {
        changeNotice('before:3h:breach', { toldAt: null, droppedWhy: 'late' })(evidence);
        const at = evidence.mails.findIndex(({ shop, kind }) => shop === 'tea-chat' && kind === 'contact');
        evidence.mails.splice(at, 1);
        evidence.caught.splice(at, 1);
      }),
    ).toEqual([]);
  });

  test('sees that a step was told by two mails', () => {
    const found = findings((evidence) => {
      const [mail, copy] = [evidence.mails[0]!, evidence.caught[0]!];
      const id = 99;
      evidence.mails.push({ ...mail, id });
      evidence.caught.push({ ...copy, messageId: messageIdOf(String(id), config.service.from, mail.slotAt) });
    });
    expect(found).toEqual(['owner_alert told to owner: 2 times instead of 1']);
  });

  test('allows a second copy of a mail that says so', () => {
    const found = findings(({ mails, caught }) => {
      changeFirst(mails, { possiblyTwice: true });
      caught.push(caught[0]!);
    });
    expect(found).toEqual([]);
  });
});
