// Inquiries whose wait is over as a table of one line each, and the stretches of dates one taps: when they ended.

import { type EpochDay, type Instant, STEPS } from '../../../core/model.ts';
import { mondayOf } from '../../../core/time/civil-date.ts';
import type { DayRange } from '../../../core/time/day-ranges.ts';
import { formatDay } from '../../../core/time/format.ts';
import { openZone, type Zone } from '../../../core/time/zone.ts';
import type { FinishedInquiry } from '../../../service/board/read-finished.ts';
import { WATCH_DAYS } from '../../../service/board/read-watches.ts';
import { fromList, type ListQuery, partsOf, queryOf } from '../list/filters.ts';
import { type Place, siftedPath } from '../list/place.ts';
import { aboutInWords } from '../list/row.tsx';
import { ColumnHeads } from '../list/table.tsx';
import { LIST_WORDS } from '../list/words.ts';
import { AnswerLink, Icon, levelInWords } from '../parts.tsx';
import { href, inquiryPath, local, shopPath, thisYear, type View } from '../view.ts';
import type { Drawer } from './read.ts';
import { DRAWER_WORDS } from './words.ts';

interface DrawerProps {
  readonly view: View;
  readonly place: Place;
  readonly query: ListQuery;
  readonly drawer: Drawer;
  /** Whose today is meant by the dates one taps. */
  readonly zone: Zone;
  readonly isOverShops: boolean;
}

export function DrawerSection({
  view,
  place,
  query,
  drawer: { items, isSought, soughtTo },
  zone,
  isOverShops,
}: DrawerProps) {
  const words = DRAWER_WORDS[view.language];
  const { watch } = partsOf(query);
  return (
    <section class="drawer">
      <div class="drawer-head">
        <h2 id="drawer">{watch === null ? words.title : words.watches[watch](query.days ?? WATCH_DAYS)}</h2>
        {watch === null ? (
          <Periods view={view} place={place} query={query} today={zone.localDay(view.now)} />
        ) : (
          <WatchDays view={view} place={place} query={query} />
        )}
      </div>
      {watch === null ? null : <p class="soft">{words.watches.lead[watch]}</p>}
      {items.length > 0 ? (
        <FinishedTable view={view} items={items} isOverShops={isOverShops} isAsked={watch === 'asked'} />
      ) : isSought ? null : (
        <p class="card empty">{LIST_WORDS[view.language].noMatch}</p>
      )}
      {soughtTo === null ? null : (
        <p class="more soft">
          {words.soughtTo(formatDay(zone.localDay(soughtTo), view.language, thisYear(view, zone)))}
        </p>
      )}
    </section>
  );
}

/** What the link to the next page says. */
export const nextInWords = (view: View, drawer: Drawer | null): string =>
  drawer === null || !drawer.isSought ? view.words.shop.nextPage : DRAWER_WORDS[view.language].seekOn;

const MONTH_DAYS = 30;
const WEEK_DAYS = 7;

function Periods({ view, place, query, today }: Pick<DrawerProps, 'view' | 'place' | 'query'> & { today: EpochDay }) {
  const { periods } = DRAWER_WORDS[view.language];
  const monday = mondayOf(today);
  const ranges: readonly (readonly [string, DayRange | undefined])[] = [
    [periods.any, undefined],
    [periods.today, { from: today, to: today }],
    [periods.thisWeek, { from: monday, to: monday + WEEK_DAYS - 1 }],
    [periods.lastWeek, { from: monday - WEEK_DAYS, to: monday - 1 }],
    [periods.month, { from: today - MONTH_DAYS + 1, to: today }],
  ];
  const isCurrent = (range: DayRange | undefined) => range?.from === query.ended?.from && range?.to === query.ended?.to;
  // Without dates or a status it would be a list of those that wait.
  const { isFinished } = partsOf({ ...query, ended: undefined });
  const to = (ended: DayRange | undefined): ListQuery =>
    ended === undefined && !isFinished ? { ...query, ended, status: 'finished' } : { ...query, ended };
  return (
    <nav class="views" aria-label={periods.title}>
      {ranges.map(([label, ended]) => (
        <a href={siftedPath(view, place, to(ended))} aria-current={isCurrent(ended) ? 'true' : undefined}>
          {label}
        </a>
      ))}
    </nav>
  );
}

function WatchDays({ view, place, query }: Pick<DrawerProps, 'view' | 'place' | 'query'>) {
  const { watches: words } = DRAWER_WORDS[view.language];
  const kept = {
    ...place.kept,
    ...queryOf({ ...query, days: undefined }),
    ...(view.language === 'en' && { lang: 'en' }),
  };
  return (
    <form class="watch-days" method="get" action={place.path}>
      {Object.entries(kept).map(([name, value]) => (
        <input type="hidden" name={name} value={value} />
      ))}
      <label>
        {words.days} <input type="number" name="days" min="1" max="60" value={query.days ?? WATCH_DAYS} required />
      </label>
      <button type="submit">{words.change}</button>
    </form>
  );
}

interface TableProps {
  readonly view: View;
  readonly items: readonly FinishedInquiry[];
  readonly isOverShops: boolean;
  /** Says when the shop asked instead of when the wait ended. */
  readonly isAsked: boolean;
}

function FinishedTable({ view, items, isOverShops, isAsked }: TableProps) {
  const [{ heads: own }, { heads }] = [DRAWER_WORDS[view.language], LIST_WORDS[view.language]];
  const columns: readonly (readonly [string, string])[] = [
    ['step', own.status],
    ['numbers', heads.number],
    ...(isOverShops ? ([['shop-name', heads.shop]] as const) : []),
    ['about', heads.about],
    ['received', view.words.shop.received],
    ['due', isAsked ? own.asked : own.ended],
    ['left', own.result],
    ['holder', own.who],
    ['act', heads.act],
  ];
  const carried = fromList(view, isOverShops);
  return (
    <table class={isOverShops ? 'list over finished' : 'list finished'} aria-labelledby="drawer">
      <ColumnHeads columns={columns} />
      <tbody>
        {items.map((row) => (
          <FinishedLine
            view={view}
            row={row}
            isOverShops={isOverShops}
            at={isAsked ? row.askedAt : row.endedAt}
            carried={carried}
          />
        ))}
      </tbody>
    </table>
  );
}

interface LineProps {
  readonly view: View;
  readonly row: FinishedInquiry;
  readonly isOverShops: boolean;
  readonly at: Instant | null;
  readonly carried: Readonly<Record<string, string>>;
}

function FinishedLine({ view, row, isOverShops, at, carried }: LineProps) {
  const words = DRAWER_WORDS[view.language];
  const zone = openZone(row.of.timeZone);
  const said = (instant: Instant | null) => (instant === null ? words.noWait : local(view, instant, zone));
  return (
    <tr class="inquiry" id={`i${row.inquiryId}`}>
      <td class="step">
        <Status view={view} status={row.status} />
      </td>
      <th scope="row">
        <a class="number" href={href(view, inquiryPath(row.shop, row.inquiry), carried)}>
          {row.inquiry}
        </a>
      </th>
      {isOverShops ? (
        <td class="shop-name">
          <a href={href(view, shopPath(row.shop))}>{row.of.name}</a>
        </td>
      ) : null}
      <td class="about">{aboutInWords(view, row)}</td>
      <td class="received">{said(row.startedAt)}</td>
      <td class="due">{said(at)}</td>
      <td class={row.level === 'none' ? 'left' : 'left strong'}>{resultInWords(view, row)}</td>
      <td class="holder">{row.by ?? words.nobody}</td>
      <td class="act">
        <AnswerLink view={view} url={row.url} />
      </td>
    </tr>
  );
}

function Status({ view, status }: { view: View; status: FinishedInquiry['status'] }) {
  if (status === 'unanswered')
    return (
      <span class="badge level-none">
        <Icon name="none" />
        {DRAWER_WORDS[view.language].again}
      </span>
    );
  return (
    <span class="badge settled">
      <Icon name="ok" />
      {view.words.status[status]}
    </span>
  );
}

/** The strongest step that had passed when it was answered. */
function resultInWords(view: View, { level, policy, endedAt, endedBy, due }: FinishedInquiry): string {
  const words = DRAWER_WORDS[view.language];
  if (endedAt === null) return words.noWait;
  if (endedBy === 'message_deleted') return words.deleted;
  if (level !== 'none') return levelInWords(view, level, policy);
  return STEPS.every((step) => due[step] === null) ? words.noWait : words.inTime;
}
