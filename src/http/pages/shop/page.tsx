// The page of one shop: what is due today on top, then its other open inquiries, worst first.

import type { Child } from 'hono/jsx';
import { policiesInUse } from '../../../config/input/shop-settings.ts';
import type { UsualArrivals } from '../../../core/calendar/usual-arrivals.ts';
import { stepNames } from '../../../core/steps/step-names.ts';
import type { DayRange } from '../../../core/time/day-ranges.ts';
import { openZone, type Zone } from '../../../core/time/zone.ts';
import type { ShopCard } from '../../../service/board/read-board.ts';
import type { Coming } from '../../../service/board/read-coming.ts';
import type { OpenInquiry, OpenPage } from '../../../service/board/read-open-page.ts';
import type { MissingSeasons } from '../../../service/calendar/read-missing-seasons.ts';
import type { StandingGoal } from '../../../service/goals/read-goals.ts';
import type { Promised } from '../../../service/promises/read-promised.ts';
import { AheadForm, AheadNote, momentIn } from '../ahead/parts.tsx';
import { ComingSection } from '../coming/section.tsx';
import { GoalSection } from '../goals.tsx';
import { Page } from '../layout.tsx';
import { LiveMark } from '../live.tsx';
import { FreshnessNote, Icon } from '../parts.tsx';
import { SeasonNotices } from '../seasons/parts.tsx';
import { type TileKey, Tiles } from '../tiles.tsx';
import { href, local, shopPath, type View } from '../view.ts';
import { type ListQuery, queryOf } from './filters.ts';
import { PromisedSection } from './promised.tsx';
import { InquiryRow } from './row.tsx';
import { type Kinds, Sift, siftedPath } from './sift.tsx';
import { SHOP_WORDS } from './words.ts';

export interface ShopPageProps {
  readonly view: View;
  readonly card: ShopCard;
  readonly goals: readonly StandingGoal[] | undefined;
  /** What falls due on the next business days; null on a later page. */
  readonly coming: readonly Coming[] | null;
  readonly arrivals: UsualArrivals | null;
  /** Seasons of which nobody has said anything; null for none. */
  readonly seasons: MissingSeasons | null;
  readonly query: ListQuery;
  /** What can be chosen in the form; null while it is not open. */
  readonly kinds: Kinds | null;
  readonly hasName: boolean;
  /** Null on a later page, and while the list is filtered. */
  readonly promised: Promised | null;
  /** What is due today, shown apart; null where the list itself is that, or on a later page. */
  readonly today: OpenPage | null;
  readonly list: OpenPage;
  /** Where the next page is, null on the last. */
  readonly next: string | null;
  readonly isFirst: boolean;
  readonly countingRules: readonly string[];
}

const REFRESH_SECONDS = 60;

export function ShopPage(props: ShopPageProps) {
  const { view, card, query, today, countingRules } = props;
  const { words } = view;
  const { shop, counts } = card;
  const zone = openZone(shop.timeZone);
  const isToday = ({ from, to }: DayRange) => from === to && from === zone.localDay(view.now);
  const names = stepNames(policiesInUse(shop), view.language);
  const isNow = view.ahead === null;
  return (
    <Page
      view={view}
      title={shop.name}
      urgent={counts.breached + counts.dueToday}
      {...(isNow && { scripts: ['live'], refreshSeconds: REFRESH_SECONDS })}
    >
      {isNow ? (
        <LiveMark view={view} stream={`${shopPath(shop.id)}/live`} total={counts.unanswered} zone={zone} />
      ) : null}
      <AheadNote view={view} zone={zone} path={shopPath(shop.id)} query={queryOf(query)} />
      <ShopHead view={view} card={card} zone={zone} />
      <SeasonNotices view={view} of={props.seasons} />
      <Tiles
        view={view}
        numbers={counts}
        names={names}
        dueToday={SHOP_WORDS[view.language].dueToday}
        unknown={card.freshness.state === 'unknown' ? SHOP_WORDS[view.language].andUnknown : null}
        hrefOf={(key) => siftedPath(view, shop.id, TILE_ASKS[key])}
        current={tileOf(query)}
      />
      <Sift view={view} shop={shop.id} names={names} query={query} kinds={props.kinds} hasName={props.hasName} />
      {today === null || today.items.length === 0 ? null : <Today {...props} today={today} zone={zone} />}
      {props.promised === null ? null : (
        <PromisedSection view={view} shop={shop.id} promised={props.promised} zone={zone} />
      )}
      <Open {...props} zone={zone} />
      {props.coming === null ? null : (
        <ComingSection
          view={view}
          coming={props.coming}
          arrivals={props.arrivals}
          hrefOf={(days) => siftedPath(view, shop.id, { due: isToday(days) ? 'today' : days })}
        />
      )}
      {props.isFirst ? <AheadForm view={view} zone={zone} path={shopPath(shop.id)} query={queryOf(query)} /> : null}
      <GoalSection view={view} shop={shop} goals={props.goals} />
      <div class="more">
        {countingRules.map((rule) => (
          <p class="soft">{rule}</p>
        ))}
        <p class="soft">{words.shop.zone(zone.name)}</p>
      </div>
    </Page>
  );
}

const TILE_ASKS: Readonly<Record<TileKey, ListQuery>> = {
  unanswered: {},
  flagged: { step: 'flag' },
  ownerAlertDue: { step: 'owner_alert' },
  breached: { step: 'breach' },
  dueToday: { due: 'today' },
};

/** The tile whose numbers the list shows, when nothing else is asked for. */
function tileOf({ step, due, ...rest }: ListQuery): TileKey | null {
  if (typeof due === 'object') return null;
  if (Object.values(rest).some((value) => value !== undefined)) return null;
  if (due !== undefined) return step === undefined ? 'dueToday' : null;
  return step === undefined
    ? 'unanswered'
    : ({ flag: 'flagged', owner_alert: 'ownerAlertDue', breach: 'breached' } as const)[step];
}

function ShopHead({ view, card, zone }: { view: View; card: ShopCard; zone: Zone }) {
  const { shop, freshness, mutes } = card;
  const { pages, shopMuted } = SHOP_WORDS[view.language];
  return (
    <>
      <p class="crumb">
        <a href={href(view, '/', momentIn(view, view.zone))}>{view.words.nav.board}</a>
      </p>
      <div class="head">
        <h1>{shop.name}</h1>
        <FreshnessNote view={view} freshness={freshness} zone={zone} />
        <nav class="shop-pages">
          <a href={href(view, `${shopPath(shop.id)}/people`)}>{pages.people}</a>
          <a href={href(view, `${shopPath(shop.id)}/calendar`)}>{pages.calendar}</a>
          <a href={href(view, `${shopPath(shop.id)}/reports`)}>{pages.reports}</a>
          <a href={href(view, `${shopPath(shop.id)}/contacts`)}>{pages.contacts}</a>
        </nav>
      </div>
      {mutes === null || mutes.until === null ? null : (
        <p class="sign shop-muted">
          <Icon name="muted" />
          {shopMuted(local(view, mutes.until, zone), mutes.by ?? '')}
        </p>
      )}
    </>
  );
}

type Inside = ShopPageProps & { readonly zone: Zone };

function Today({ view, card, query, today, zone }: Inside & { readonly today: OpenPage }) {
  const { dueTodayTitle, dueTodayAll } = SHOP_WORDS[view.language];
  const { id } = card.shop;
  // With filters the number of all that match is not known beyond what is shown.
  const count = today.next === null ? today.items.length : card.counts.dueToday;
  return (
    <section class="today">
      <h2>
        <Icon name="today" />
        {dueTodayTitle(count)}
      </h2>
      <Rows view={view} shop={id} items={today.items} zone={zone} />
      {today.next === null ? null : (
        <p class="more">
          <a href={siftedPath(view, id, { ...query, due: 'today' })}>{dueTodayAll(count)}</a>
        </p>
      )}
    </section>
  );
}

function Open({ view, card, query, today, list, next, isFirst, zone }: Inside) {
  const { words } = view;
  const { id } = card.shop;
  const own = SHOP_WORDS[view.language];
  return (
    <section>
      <h2>
        <Title {...{ view, card, query, today, isFirst }} /> <span class="soft">{words.shop.worstFirst}</span>
      </h2>
      {list.items.length === 0 ? (
        <p class="card empty">{noneInWords(view, card, query, today)}</p>
      ) : (
        <Rows view={view} shop={id} items={list.items} zone={zone} />
      )}
      <p class="more turn">
        {isFirst ? null : <a href={siftedPath(view, id, query)}>{own.firstPage}</a>}
        {next === null ? null : <a href={next}>{words.shop.nextPage}</a>}
      </p>
    </section>
  );
}

function Title({
  view,
  card,
  query,
  today,
  isFirst,
}: Pick<ShopPageProps, 'view' | 'card' | 'query' | 'today' | 'isFirst'>): Child {
  const own = SHOP_WORDS[view.language];
  const { unanswered, dueToday } = card.counts;
  if (!isFirst) return own.continued;
  if (query.due === 'today' && tileOf(query) !== null) return own.dueTodayTitle(dueToday);
  if (tileOf(query) !== 'unanswered') return own.filter.active;
  return today !== null && today.items.length > 0
    ? own.others(unanswered - dueToday)
    : view.words.shop.open(unanswered);
}

function noneInWords(view: View, { freshness }: ShopCard, query: ListQuery, today: OpenPage | null): string {
  const { words } = view;
  if (tileOf(query) !== 'unanswered') return SHOP_WORDS[view.language].noMatch;
  if (today !== null && today.items.length > 0) return SHOP_WORDS[view.language].onlyToday;
  return freshness.state === 'unknown' ? words.shop.noneKnown : words.shop.none;
}

interface RowsProps {
  readonly view: View;
  readonly shop: string;
  readonly items: readonly OpenInquiry[];
  readonly zone: Zone;
}

function Rows({ view, shop, items, zone }: RowsProps) {
  return (
    <ol class="rows">
      {items.map((row) => (
        <InquiryRow view={view} shop={shop} row={row} zone={zone} />
      ))}
    </ol>
  );
}
