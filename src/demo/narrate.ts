// The story's news in lines for the terminal: local dates, what was due and day by day why, mails with their subjects.

import { choosePolicy, type ShopConfig } from '../config/input/shop-settings.ts';
import type { Config } from '../config/load.ts';
import type { Calendar } from '../core/calendar/calendar.ts';
import type { Bilingual, EventType, Language, Policy, Step, StepLength } from '../core/model.ts';
import { dayChain, explain } from '../core/steps/explain.ts';
import { formatDay, formatDue, formatLocal } from '../core/time/format.ts';
import { stepInWords } from '../core/time/words.ts';
import { openZone, type Zone } from '../core/time/zone.ts';
import { tailOf } from './judge/finding.ts';
import { calendarOf } from './judge/rules.ts';
import { listedTails } from './mail-catcher.ts';
import type { StoryThread } from './story.ts';
import { bilingualLine, pad, padStart, type Terminal } from './terminal.ts';
import type { News } from './watch.ts';

export interface Narrator {
  /** The lines for one piece of news. */
  lines(news: News): string[];
}

type StepNews = Extract<News, { readonly step: Step }>;

const CONSEQUENCE: Readonly<Record<Step, Bilingual>> = {
  flag: { ja: '一覧に注意表示', en: 'flag raised' },
  owner_alert: { ja: '責任者へお知らせ', en: 'alert to the owner' },
  breach: { ja: '期限超過を記録', en: 'recorded as a breach' },
};

const EVENT_MARKS: Readonly<Record<EventType, string>> = {
  customer_message: '受信',
  shop_reply: '返信',
  auto_reply: '自動',
  completed: '完了',
  reopened: '再開',
  message_deleted: '削除',
};

/** A narrator for one terminal. */
export function createNarrator(config: Config, terminal: Terminal): Narrator {
  const zone = openZone(config.service.timeZone);
  const shops = new Map([...config.shops.values()].map((shop) => [shop.id, { shop, calendar: calendarOf(shop) }]));
  const telling = { config, terminal, zone, shops };
  return {
    lines: (news) => {
      switch (news.kind) {
        case 'day':
          return dayLines(telling, news.day);
        case 'event':
          return eventLines(telling, news);
        case 'mail':
          return mailLines(telling, news);
        default:
          return stepLines(telling, news);
      }
    },
  };
}

interface Telling {
  readonly config: Config;
  readonly terminal: Terminal;
  readonly zone: Zone;
  readonly shops: ReadonlyMap<string, { readonly shop: ShopConfig; readonly calendar: Calendar }>;
}

const WHEN_COLUMNS = 15;

function head(when: string, tail: string, mark: string): string {
  return `${padStart(when, WHEN_COLUMNS)}  ${pad(tail, 5)}  ${mark}  `;
}

/** `── 12/29(火) みどり茶舗 休み: 年末年始 ・ Harbour Tea Chat 営業`. */
function dayLines({ terminal, shops }: Telling, day: number): string[] {
  const said = (language: Language) =>
    [...shops.values()].map(({ shop, calendar }) => {
      const { open, closedBy } = calendar.dayInfo(day);
      const why = [...new Set(closedBy.map(({ name }) => name[language]))].join(language === 'ja' ? '・' : ', ');
      const state = { ja: open ? '営業' : `休み（${why}）`, en: open ? 'open' : `closed (${why})` };
      return `${shop.name} ${state[language]}`;
    });
  const { colours } = terminal;
  const ja = `── ${formatDay(day, 'ja')}  ${said('ja').join('  ')}`;
  return ['', colours.bold(ja), colours.dim(`   ${formatDay(day, 'en')}  ${said('en').join('; ')}`)];
}

function eventLines({ terminal, zone }: Telling, { thread, event }: Extract<News, { kind: 'event' }>): string[] {
  const first = event === thread.events[0] && event.type === 'customer_message' && thread.category !== undefined;
  const kind = first ? `（${thread.category}）` : '';
  const { ja, en } = event.words;
  const channel = thread.channel === 'chat' ? { ja: 'チャット: ', en: 'chat: ' } : { ja: '', en: '' };
  return bilingualLine(
    terminal,
    head(formatLocal(event.at, zone, 'ja'), tailOf(thread.inquiry), EVENT_MARKS[event.type]),
    { ja: `${channel.ja}${ja}${kind}`, en: `${channel.en}${en}` },
  );
}

function stepLines(telling: Telling, news: StepNews): string[] {
  const { terminal, zone } = telling;
  const { step, kind, at, thread } = news;
  const { policy, calendar } = countedBy(telling, thread);
  const length = policy.after[step];
  const name = (language: Language) => stepInWords(step, length, language);
  const [mark, words] = STEP_WORDS[kind](name, CONSEQUENCE[step]);
  const paint = kind === 'raised' ? painterOf(terminal, step) : terminal.colours.green;
  // The others follow from an event above, whose time they have.
  const when = kind === 'raised' ? formatDue(at, zone, 'ja') : '';
  const title = bilingualLine(terminal, head(when, tailOf(thread.inquiry), mark(step)), words, paint);
  return kind === 'raised' ? [...title, ...reasonLines(news, calendar, policy, length, terminal)] : title;
}

type Named = (language: Language) => string;
type StepWords = (name: Named, consequence: Bilingual) => readonly [(step: Step) => string, Bilingual];

const STEP_WORDS: Readonly<Record<StepNews['kind'], StepWords>> = {
  raised: (name, { ja, en }) => [
    (step) => (step === 'breach' ? '超過' : '経過'),
    { ja: `${name('ja')}: ${ja}`, en: `${name('en')}: ${en}` },
  ],
  lowered: () => [() => '解除', { ja: '注意表示を解除', en: 'flag lowered' }],
  withdrawn: (name) => [
    () => '取消',
    {
      ja: `${name('ja')}を取り消し（期限内の返信を後で確認）`,
      en: `${name('en')}: withdrawn, it was answered in time`,
    },
  ],
  'while-completed': (name) => [
    () => '完了',
    { ja: `完了の間に${name('ja')}（数えません）`, en: `${name('en')} while completed: not counted` },
  ],
};

function painterOf({ colours }: Terminal, step: Step): (text: string) => string {
  if (step === 'flag') return colours.yellow;
  return step === 'owner_alert' ? colours.magenta : (text) => colours.bold(colours.red(text));
}

/** The chain of dates up to this step, in both languages. */
function reasonLines(
  { at, episode }: StepNews,
  calendar: Calendar,
  policy: Policy,
  length: StepLength,
  { colours }: Terminal,
): string[] {
  const upToHere = { ...policy, after: { flag: length, owner_alert: length, breach: length } };
  const explanation = explain(calendar, upToHere, episode.startedAt);
  const indent = ' '.repeat(WHEN_COLUMNS + 15);
  const moved = explanation.deadlines.at.flag < at;
  const said: Bilingual = {
    ja: '完了の間に経過したため、取り消しの時点で',
    en: 'passed while completed: due at the reopening',
  };
  return (['ja', 'en'] as const)
    .flatMap((language) => [...dayChain(explanation, language), ...(moved ? [said[language]] : [])])
    .map((line) => colours.dim(indent + line));
}

function countedBy({ shops }: Telling, thread: StoryThread): { calendar: Calendar; policy: Policy } {
  const known = shops.get(thread.shop);
  if (known === undefined) throw new RangeError(`no shop ${thread.shop}`);
  const policy = choosePolicy(known.shop, thread);
  return { calendar: calendarOf(known.shop, policy.calendar), policy };
}

function mailLines({ terminal, zone, config }: Telling, { at, mail }: Extract<News, { kind: 'mail' }>): string[] {
  const isTo = (addresses: readonly string[]) => mail.to.every((address) => addresses.includes(address));
  const contacts = [...config.shops.values()].flatMap((shop) => Object.values(shop.contacts ?? {}));
  const [ja, en] = isTo(config.service.ops)
    ? ['運用担当へ', 'to ops']
    : contacts.some((contact) => isTo(contact.mail))
      ? ['担当者へ', 'to staff']
      : ['店舗責任者へ', 'to the owner'];
  const listed = listedTails(mail).join(' ');
  return bilingualLine(
    terminal,
    head(formatLocal(at, zone, 'ja'), '', '送信'),
    { ja: `${ja}: ${mail.subject}`, en: `${en}: ${mail.to.join(', ')} (${listed})` },
    terminal.colours.cyan,
  );
}
