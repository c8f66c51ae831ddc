// Holds what was told besides alerts and breaches against the rules: notices to contacts, lists, warnings of goals.

import type { Config } from '../../config/load.ts';
import type { Bilingual } from '../../core/model.ts';
import { listReceiverOf } from '../../core/notifications/list-receiver.ts';
import { nextSendInstant } from '../../core/steps/send-window.ts';
import { formatDate } from '../../core/time/civil-date.ts';
import type { HappenedEpisode, HappenedMail, HappenedNotice } from '../happened.ts';
import { type CaughtMail, listedTails } from '../mail-catcher.ts';
import { type Finding, finding, tailOf } from './finding.ts';
import { calendarOf, type RuledEpisode } from './rules.ts';
import type { RuledList, RuledWarning } from './rules-lists.ts';

/** Of one episode: each notice told once, in time, or not at all. */
export function compareNotices(
  { thread, notices }: RuledEpisode,
  row: HappenedEpisode,
  happened: readonly HappenedNotice[],
): Finding[] {
  const about = tailOf(thread.inquiry);
  const rows = happened.filter(({ episodeId }) => episodeId === row.id);
  const known = notices.flatMap((rule) => {
    const found = rows.filter(({ key, contact }) => key === rule.key && contact === rule.contact);
    const told = found.flatMap(({ toldAt }) => toldAt ?? []);
    const name = `${rule.key}（${rule.contact}）`;
    if (told.length === 0) {
      if (rule.told === 'must') return [finding(about, `${name} のお知らせがない`, `${rule.key} was not told`)];
      // What is too late must show as dropped.
      const isDropped = rule.told === 'never' || found.some(({ droppedWhy }) => droppedWhy === 'late');
      return isDropped ? [] : [finding(about, `${name} が届かず記録もない`, `${rule.key} is neither told nor dropped`)];
    }
    if (rule.told === 'never') return [finding(about, `${name} は規則にない`, `${rule.key} told, against the rules`)];
    const isEarly = told.some((at) => at < rule.sendAt);
    return isEarly ? [finding(about, `${name} が早すぎる`, `${rule.key} was told too early`)] : [];
  });
  const strangers = rows.filter(
    ({ key, contact, toldAt }) =>
      toldAt !== null && !notices.some((rule) => rule.key === key && rule.contact === contact),
  );
  return [...known, ...strangers.map(({ key }) => finding(about, `規則にないお知らせ ${key}`, `${key} is no notice`))];
}

/** A mail that tells a contact of notices: who gets it, when, and what it lists. */
export function compareContactMail(
  mail: HappenedMail,
  copy: CaughtMail,
  config: Config,
  { notices, byId }: { readonly notices: readonly HappenedNotice[]; readonly byId: ReadonlyMap<number, RuledEpisode> },
): Finding[] {
  const about = `#${mail.id}`;
  const shop = config.shops.get(mail.shop);
  if (shop === undefined) return [finding(about, '店舗がない', 'a mail of no shop')];
  const told = notices.filter(({ outboxId, toldAt }) => outboxId === mail.id && toldAt !== null);
  const ruled = told.flatMap(({ episodeId }) => byId.get(episodeId) ?? []);
  const rules = told.flatMap(({ episodeId, key, contact }) =>
    (byId.get(episodeId)?.notices ?? []).filter((rule) => rule.key === key && rule.contact === contact),
  );
  return [
    ...compareAddressees(about, copy, shop.contacts?.[mail.cause]?.mail ?? []),
    ...compareListed(about, copy, ruled),
    // The Date header has whole seconds.
    ...(rules.some(({ sendAt }) => copy.date + 1_000 <= sendAt)
      ? [finding(about, '送信が早すぎる', 'it was sent before its time')]
      : []),
    ...(rules.some(({ untilAt }) => untilAt !== null && copy.date >= untilAt)
      ? [finding(about, '予告が遅すぎる', 'a warning was sent too late')]
      : []),
    ...(nextSendInstant(calendarOf(shop), shop.mail.sendWindow, copy.date) === copy.date
      ? []
      : [finding(about, '送信時間帯の外', 'it was sent outside the send window')]),
    ...(ruled.some(({ episode }) => episode.endedAt !== null && episode.endedAt <= copy.date)
      ? [finding(about, '返信済みのものが載っている', 'it lists an answered inquiry')]
      : []),
  ];
}

function compareAddressees(about: string, { to }: CaughtMail, expected: readonly string[]): Finding[] {
  const isSame = [...to].sort().join() === [...expected].sort().join();
  return isSame ? [] : [finding(about, '宛先が違う', 'other recipients')];
}

function compareListed(about: string, copy: CaughtMail, told: readonly RuledEpisode[]): Finding[] {
  const shown = [...new Set(listedTails(copy))].sort();
  const expected = [...new Set(told.map(({ thread }) => tailOf(thread.inquiry)))].sort();
  return shown.join() === expected.join()
    ? []
    : [finding(about, '載っている問い合わせが違う', `it shows ${shown.join(', ')}`)];
}

const LISTS: Readonly<Record<RuledList['kind'], Bilingual>> = {
  morning: { ja: '朝の一覧', en: 'morning list' },
  weekly: { ja: '週のまとめ', en: 'weekly summary' },
};

/** Morning lists and weekly summaries: one a date and reader where there is something to tell, in its hours, and what it lists. */
export function compareLists(
  lists: readonly RuledList[],
  sent: readonly { readonly mail: HappenedMail; readonly copies: readonly CaughtMail[] }[],
): Finding[] {
  const left = new Set(sent.filter(({ mail }) => mail.kind === 'morning' || mail.kind === 'weekly'));
  const findings = lists.flatMap((rule) => {
    const { kind, shop, day, tell } = rule;
    const own = [...left].filter(
      ({ mail }) => mail.kind === kind && mail.shop === shop.id && listReceiverOf(mail.cause).day === formatDate(day),
    );
    for (const one of own) left.delete(one);
    const about = `${shop.id} ${formatDate(day)}`;
    const { ja, en } = LISTS[kind];
    if (own.length === 0) return rule.sent === 'must' ? [finding(about, `${ja}がない`, `the ${en} is missing`)] : [];
    if (rule.sent === 'never') return [finding(about, `${ja}は規則にない`, `a ${en}, against the rules`)];
    if (own.length > tell.length) return [finding(about, `${ja}が${own.length}通`, `${own.length} times the ${en}`)];
    return own.flatMap(({ mail, copies }) => copies.flatMap((copy) => compareList(rule, mail, copy)));
  });
  const strangers = [...left].map(({ mail }) => finding(`#${mail.id}`, '休みの日の一覧', 'a list on a closed day'));
  return [...findings, ...strangers];
}

function compareList(rule: RuledList, mail: HappenedMail, copy: CaughtMail): Finding[] {
  const { kind, shop, at, until } = rule;
  const about = `#${mail.id}`;
  const { ja, en } = LISTS[kind];
  const reader = listReceiverOf(mail.cause).name;
  const shown = new Set(listedTails(copy));
  const tails = (when: number) => rule.lists(when).map(({ thread }) => tailOf(thread.inquiry));
  const [early, late] = [tails(at), tails(copy.date)];
  // What was answered, or asked, between its time and its sending may be in it or not.
  const isAll = early.filter((tail) => late.includes(tail)).every((tail) => shown.has(tail));
  const isOnly = [...shown].every((tail) => early.includes(tail) || late.includes(tail));
  return [
    ...compareAddressees(about, copy, reader === 'owner' ? shop.owner : (shop.contacts?.[reader]?.mail ?? [])),
    ...(isAll && isOnly ? [] : [finding(about, `${ja}の内容が違う`, `the ${en} shows ${[...shown].join(', ')}`)]),
    ...(copy.date + 1_000 <= at || copy.date >= until
      ? [finding(about, `${ja}の時刻が違う`, `the ${en} came out of its time`)]
      : []),
  ];
}

/** Warnings of goals: their owner heard of them, or there was nothing to hear of. */
export function compareGoals(warnings: readonly RuledWarning[], mails: readonly HappenedMail[]): Finding[] {
  return warnings.flatMap(({ shop, told }) => {
    const own = mails.filter(({ kind, shop: of }) => kind === 'goal' && of === shop.id);
    if (own.length === 0 && told === 'must')
      return [finding(shop.id, '目標のお知らせがない', 'the owner was not warned of a goal')];
    if (own.length > 0 && told === 'never')
      return [finding(shop.id, '目標のお知らせは規則にない', 'warned of a goal, against the rules')];
    return [];
  });
}
