// The last table: what the rules say above what happened, episode by episode, and the verdict in one line.

import Table from 'cli-table3';
import type { Instant, Step } from '../core/model.ts';
import { civil } from '../core/time/civil-date.ts';
import { formatLocal } from '../core/time/format.ts';
import type { Zone } from '../core/time/zone.ts';
import type { ComparedEpisode, Comparison } from './judge/compare.ts';
import { tailOf } from './judge/finding.ts';
import type { Terminal } from './terminal.ts';

const HEAD = [
  '問い合わせ\nInquiry',
  '',
  '受信\nReceived',
  '注意表示\nFlag',
  '責任者へ\nAlert',
  '期限超過\nBreach',
  'メール\nMails',
  '終わり\nEnded',
  '判定\nVerdict',
];

const FRAME = { left: '', right: '', top: '', 'top-left': '', 'top-mid': '', 'top-right': '', bottom: '' };
const CORNERS = { 'bottom-left': '', 'bottom-mid': '', 'bottom-right': '', 'left-mid': '', 'right-mid': '' };
const INNER = { middle: ' ', mid: '─', 'mid-mid': '─' };

/** The table as lines: the rules in the upper line of each row, what happened in the lower. */
export function summaryTable({ episodes }: Comparison, { colours }: Terminal): string {
  const table = new Table({
    head: HEAD,
    chars: { ...FRAME, ...CORNERS, ...INNER },
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 1 },
  });
  for (const one of episodes) {
    const { thread, calendar } = one.ruled;
    const { zone } = calendar;
    table.push([
      `${tailOf(thread.inquiry)} ${thread.title.ja}\n      ${colours.dim(thread.title.en)}`,
      both('規則', '実際'),
      both(shortLocal(one.ruled.episode.startedAt, zone), at(one.happened?.startedAt ?? null, zone)),
      ...(['flag', 'owner_alert', 'breach'] as const).map((step) => stepCell(one, step, zone)),
      both(mailsRuled(one), mailsSent(one)),
      both(endOf(one.ruled.episode, zone), one.happened === null ? '–' : endOf(one.happened, zone)),
      one.findings.length === 0 ? colours.green('一致\nOK') : colours.red('相違\nDIFFERS'),
    ]);
  }
  const legend = [
    '上段: 規則（出来事からの計算）、下段: 実際（データベースと届いたメール）。メール: 店舗／運用。完了中: 数えない',
    colours.dim(
      'Upper line: the rules (the pure core over the events); lower: what happened. Mails: to owner / to ops. 完了中: while completed',
    ),
  ];
  const lines = table.toString().split('\n');
  return [...legend, '', ...lines.map((line) => line.trimEnd())].join('\n');
}

/** Every difference, and then the verdict. */
export function verdictLines({ episodes, findings, told }: Comparison, mails: number, { colours }: Terminal): string[] {
  const passed = (step: Step) => episodes.flatMap(({ ruled }) => ruled.steps).filter((one) => one.step === step).length;
  const counts = [episodes.length, passed('flag'), passed('owner_alert'), passed('breach'), mails] as const;
  const [all, flags, alerts, breaches, sent] = counts;
  const besides = `担当者へのお知らせ${told.notices}、朝の一覧${told.mornings}、週のまとめ${told.weeklies}、目標のお知らせ${told.goals}`;
  const ja = `返信待ち${all}、注意表示${flags}、責任者へのお知らせ${alerts}、期限超過${breaches}、${besides}、メール${sent}通`;
  const en = `${all} episodes, ${flags} flags, ${alerts} alerts, ${breaches} breaches, ${told.notices} notices, ${told.mornings} morning lists, ${told.weeklies} weekly summaries, ${told.goals} goal ${told.goals === 1 ? 'warning' : 'warnings'}, ${sent} mails`;
  if (findings.length === 0) {
    return [colours.green(colours.bold(`規則どおり: ${ja}`)), colours.green(`As the rules say: ${en}`)];
  }
  return [
    ...findings.map(({ about, words }) => colours.red(`${about}  ${words.ja} ／ ${words.en}`)),
    colours.red(colours.bold(`規則と違う点が${findings.length}件あります: ${ja}`)),
    colours.red(`${findings.length} differences from the rules: ${en}`),
  ];
}

const both = (rule: string, real: string): string => `${rule}\n${real}`;

const at = (instant: Instant | null, zone: Zone): string => (instant === null ? '–' : shortLocal(instant, zone));

/** `12/24 10:12`. */
function shortLocal(instant: Instant, zone: Zone): string {
  return formatLocal(instant, zone, 'ja').replace(/\(.\)/u, '');
}

/** A due instant; the start of a date is the 24:00 of the date before. */
function shortDue(instant: Instant, zone: Zone): string {
  if (instant !== zone.startOfDay(zone.localDay(instant))) return shortLocal(instant, zone);
  const { month, day } = civil(zone.localDay(instant - 1));
  return `${month}/${day} 24:00`;
}

function stepCell({ ruled, happened }: ComparedEpisode, step: Step, zone: Zone): string {
  const rule = ruled.steps.find((one) => one.step === step);
  const real = happened?.steps.find((one) => one.step === step && one.withdrawnAt === null);
  const ruledWhile = step === 'breach' && ruled.breachedWhileCompleted;
  const text = rule === undefined ? (ruledWhile ? '(完了中)' : '–') : shortDue(rule.dueAt, zone);
  if (real === undefined) return both(text, '–');
  return both(text, real.whileCompleted ? '(完了中)' : shortDue(real.dueAt, zone));
}

function mailsRuled({ ruled }: ComparedEpisode): string {
  const owner = ruled.steps.filter(({ ownerTold }) => ownerTold).length;
  return mailCounts(owner, ruled.steps.filter(({ opsTold }) => opsTold).length);
}

function mailsSent({ toldOwner, toldOps }: ComparedEpisode): string {
  const sum = (told: ReadonlyMap<Step, number>) => [...told.values()].reduce((total, times) => total + times, 0);
  return mailCounts(sum(toldOwner), sum(toldOps));
}

function mailCounts(owner: number, ops: number): string {
  return owner + ops === 0 ? '–' : `${owner} / ${ops}`;
}

const ENDED: Readonly<Record<string, string>> = { shop_reply: '返信', completed: '完了', message_deleted: '削除' };

function endOf({ endedAt, endedBy }: { endedAt: Instant | null; endedBy: string | null }, zone: Zone): string {
  return endedAt === null ? '未返信' : `${shortLocal(endedAt, zone)} ${ENDED[endedBy ?? ''] ?? endedBy}`;
}
