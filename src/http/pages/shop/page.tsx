// The page of one shop: its open inquiries, worst first, in groups.

import { policiesInUse } from '../../../config/input/shop-settings.ts';
import type { UsualArrivals } from '../../../core/calendar/usual-arrivals.ts';
import type { Instant } from '../../../core/model.ts';
import { stepNames } from '../../../core/steps/step-names.ts';
import type { DayRange } from '../../../core/time/day-ranges.ts';
import { openZone, type Zone } from '../../../core/time/zone.ts';
import type { OneShopCard } from '../../../service/board/read-board.ts';
import type { Coming } from '../../../service/board/read-coming.ts';
import type { OpenPage } from '../../../service/board/read-open-page.ts';
import type { WatchCounts } from '../../../service/board/read-watches.ts';
import type { MissingSeasons } from '../../../service/calendar/read-missing-seasons.ts';
import type { StandingGoal } from '../../../service/goals/read-goals.ts';
import type { ChannelPresence } from '../../../service/presence/read-presence.ts';
import type { Promised } from '../../../service/promises/read-promised.ts';
import { AheadForm, AheadNote, momentIn } from '../ahead/parts.tsx';
import { ComingSection } from '../coming/section.tsx';
import type { Drawer } from '../drawer/read.ts';
import { DrawerSection, nextInWords } from '../drawer/section.tsx';
import { GoalSection } from '../goals.tsx';
import { Keys } from '../keys.tsx';
import { Page } from '../layout.tsx';
import { type ListQuery, partsOf, queryOf } from '../list/filters.ts';
import { type GroupCounts, Groups } from '../list/groups.tsx';
import { type Place, siftedPath } from '../list/place.ts';
import { isPromised, PromisedSection } from '../list/promised.tsx';
import { listOf, SeveralBar, SeveralNotice } from '../list/several.tsx';
import { type Kinds, Sift } from '../list/sift.tsx';
import { TILE_ASKS, tileOf } from '../list/tiles.ts';
import { LIST_WORDS } from '../list/words.ts';
import { LiveMark } from '../live.tsx';
import { Form, FreshnessNote } from '../parts.tsx';
import { PresenceSection } from '../presence/section.tsx';
import { SeasonNotices } from '../seasons/parts.tsx';
import { Tiles } from '../tiles.tsx';
import { href, mayAct, shopPath, type View } from '../view.ts';
import { ShopMute } from './mute.tsx';
import { SHOP_WORDS } from './words.ts';

export interface ShopPageProps {
  readonly view: View;
  readonly card: OneShopCard;
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
  /** Left out: nobody is asked of any channel. */
  readonly presence: readonly ChannelPresence[] | undefined;
  /** Null on a later page, and where the list has none. */
  readonly promised: Promised | null;
  readonly list: OpenPage;
  /** Those whose wait is over; null where the list has none. */
  readonly drawer: Drawer | null;
  readonly watches: WatchCounts | null;
  /** The moment whose today the groups mean. */
  readonly asOf: Instant;
  /** Where the next page is, null on the last. */
  readonly next: string | null;
  readonly isFirst: boolean;
  readonly countingRules: readonly string[];
}

const REFRESH_SECONDS = 60;

export function ShopPage(props: ShopPageProps) {
  const { view, card, query, countingRules } = props;
  const { words } = view;
  const { shop, counts } = card;
  const zone = openZone(shop.timeZone);
  const isToday = ({ from, to }: DayRange) => from === to && from === zone.localDay(view.now);
  const names = stepNames(policiesInUse(shop), view.language);
  const isNow = view.ahead === null;
  const place = placeOf(shop.id);
  const tally = groupCounts(props);
  return (
    <Page
      view={view}
      title={shop.name}
      urgent={counts.breached + counts.dueToday}
      isWide
      {...(isNow && { scripts: ['live', 'keys'], refreshSeconds: REFRESH_SECONDS })}
    >
      {isNow ? (
        <LiveMark view={view} stream={`${shopPath(shop.id)}/live`} total={counts.unanswered} zone={zone} />
      ) : null}
      <AheadNote view={view} zone={zone} path={shopPath(shop.id)} query={queryOf(query)} />
      <ShopHead view={view} card={card} zone={zone} />
      <SeveralNotice view={view} path={`${shopPath(shop.id)}/together`} />
      <SeasonNotices view={view} of={props.seasons} />
      <PresenceSection view={view} shop={shop.id} channels={props.presence} zone={zone} />
      <Tiles
        view={view}
        numbers={counts}
        names={names}
        dueToday={SHOP_WORDS[view.language].dueToday}
        unknown={card.freshness.state === 'unknown' ? SHOP_WORDS[view.language].andUnknown : null}
        hrefOf={(key) => siftedPath(view, place, TILE_ASKS[key])}
        current={tileOf(query)}
      />
      <Sift
        view={view}
        place={place}
        names={names}
        query={query}
        kinds={props.kinds}
        hasName={props.hasName}
        watches={props.watches}
        counts={tally}
        together={
          isNow && mayAct(view) && partsOf(query).isOpen
            ? href(view, `${shopPath(shop.id)}/together`, queryOf(query))
            : null
        }
      />
      {props.promised === null ? null : (
        <PromisedSection view={view} promised={props.promised} isAlone={query.promised !== undefined} />
      )}
      <Open {...props} counts={tally} />
      {props.coming === null ? null : (
        <ComingSection
          view={view}
          coming={props.coming}
          arrivals={props.arrivals}
          hrefOf={(days) => siftedPath(view, place, { due: isToday(days) ? 'today' : days })}
        />
      )}
      {props.isFirst ? <AheadForm view={view} zone={zone} path={shopPath(shop.id)} query={queryOf(query)} /> : null}
      <GoalSection view={view} shop={shop} goals={props.goals} />
      {props.isFirst && (card.mutes?.until ?? null) === null ? (
        <ShopMute view={view} shop={shop} mutes={null} zone={zone} />
      ) : null}
      <div class="more">
        {countingRules.map((rule) => (
          <p class="soft">{rule}</p>
        ))}
        <p class="soft">{words.shop.zone(zone.name)}</p>
      </div>
      {isNow ? <Keys view={view} /> : null}
    </Page>
  );
}

const placeOf = (shop: string): Place => ({ path: shopPath(shop), kept: {} });

/** Known of all that is open: of what is filtered only what is shown. */
function groupCounts({ card, query, isFirst }: ShopPageProps): GroupCounts {
  if (!isFirst || tileOf(query) !== 'unanswered') return null;
  const { unanswered, dueToday } = card.counts;
  return { overdue: card.overdue, today: dueToday, coming: unanswered - card.overdue - dueToday };
}

function ShopHead({ view, card, zone }: { view: View; card: OneShopCard; zone: Zone }) {
  const { shop, freshness, mutes } = card;
  const { pages } = SHOP_WORDS[view.language];
  return (
    <>
      <div class="head shop-head">
        <p class="crumb">
          <a href={href(view, '/', momentIn(view, view.zone))}>{view.words.nav.board}</a>
        </p>
        <h1>{shop.name}</h1>
        <FreshnessNote view={view} freshness={freshness} zone={zone} />
        <nav class="shop-pages">
          <a href={href(view, `${shopPath(shop.id)}/people`)}>{pages.people}</a>
          <a href={href(view, `${shopPath(shop.id)}/calendar`)} aria-keyshortcuts="c">
            {pages.calendar}
          </a>
          <a href={href(view, `${shopPath(shop.id)}/reports`)}>{pages.reports}</a>
          <a href={href(view, `${shopPath(shop.id)}/contacts`)}>{pages.contacts}</a>
        </nav>
      </div>
      {mutes === null || mutes.until === null ? null : <ShopMute view={view} shop={shop} mutes={mutes} zone={zone} />}
    </>
  );
}

function Open({
  view,
  card,
  query,
  promised,
  list,
  drawer,
  asOf,
  next,
  isFirst,
  counts,
}: ShopPageProps & { readonly counts: GroupCounts }) {
  const words = LIST_WORDS[view.language];
  const { shop } = card;
  const place = placeOf(shop.id);
  return (
    <section class="open">
      <h2 class="unseen">
        {isFirst ? view.words.shop.open(card.counts.unanswered) : words.continued} {view.words.shop.worstFirst}
      </h2>
      {isFirst ? null : <p class="soft">{words.continued}</p>}
      {list.items.length > 0 ? (
        <Tickable {...{ view, card, query, list, asOf, counts, isFirst }} />
      ) : drawer === null && !isPromised(query, promised) ? (
        <p class="card empty">{noneInWords(view, card, query)}</p>
      ) : null}
      {drawer === null ? null : (
        <DrawerSection {...{ view, place, query, drawer }} zone={openZone(card.shop.timeZone)} isOverShops={false} />
      )}
      <p class="more turn">
        {isFirst ? null : <a href={siftedPath(view, place, query)}>{words.firstPage}</a>}
        {next === null ? null : <a href={next}>{nextInWords(view, drawer)}</a>}
      </p>
    </section>
  );
}

type TickableProps = Pick<ShopPageProps, 'view' | 'card' | 'query' | 'list' | 'asOf' | 'isFirst'> & {
  readonly counts: GroupCounts;
};

/** The groups; for those who may act, in a form with a box to tick each row. */
function Tickable({ view, card: { shop }, query, list, asOf, counts, isFirst }: TickableProps) {
  const place = placeOf(shop.id);
  const canTick = view.ahead === null && mayAct(view);
  const groups = (
    <Groups
      view={view}
      items={list.items.map((row) => ({ shop, row }))}
      asOf={asOf}
      counts={counts}
      isAll={isFirst && list.next === null}
      pathOf={(due) => siftedPath(view, place, { ...query, due })}
      canTick={canTick}
    />
  );
  if (!canTick) return groups;
  return (
    <Form view={view} action={`${shopPath(shop.id)}/together`} class="several">
      <input type="hidden" name="list" value={listOf(view)} />
      {groups}
      <SeveralBar view={view} calendar={list.items[0]!.calendar} />
    </Form>
  );
}

function noneInWords(view: View, { freshness }: OneShopCard, query: ListQuery): string {
  const { words } = view;
  if (tileOf(query) !== 'unanswered') return LIST_WORDS[view.language].noMatch;
  return freshness.state === 'unknown' ? words.shop.noneKnown : words.shop.none;
}
