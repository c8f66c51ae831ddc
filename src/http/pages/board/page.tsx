// The page of all shops, worst first: how many wait, how far, what is due today and next, and how well we see.

import { policiesInUse } from '../../../config/input/shop-settings.ts';
import { stepNames } from '../../../core/steps/step-names.ts';
import { openZone } from '../../../core/time/zone.ts';
import type { GoneShop, ShopCard } from '../../../service/board/read-board.ts';
import type { BoardPage as BoardPart } from '../../../service/board/read-board-page.ts';
import type { GroupCounts } from '../../../service/board/read-groups.ts';
import type { MissingSeasons } from '../../../service/calendar/read-missing-seasons.ts';
import type { StandingGoal } from '../../../service/goals/read-goals.ts';
import type { ChannelPresence } from '../../../service/presence/read-presence.ts';
import { AheadForm, AheadNote, momentIn } from '../ahead/parts.tsx';
import { ComingSection } from '../coming/section.tsx';
import { GoalList } from '../goals.tsx';
import { INQUIRIES, keptOf } from '../inquiries/path.ts';
import { Keys } from '../keys.tsx';
import { Page } from '../layout.tsx';
import { siftedPath } from '../list/sift.tsx';
import { TILE_ASKS, TILE_QUERIES } from '../list/tiles.ts';
import { LiveMark } from '../live.tsx';
import { COLUMNS, FreshnessNote, Icon } from '../parts.tsx';
import { PresenceSigns } from '../presence/section.tsx';
import { SeasonBadges, SeasonLink } from '../seasons/parts.tsx';
import { countNames, Tiles } from '../tiles.tsx';
import { due, href, local, shopPath, type View } from '../view.ts';
import { Groups, SearchForm } from './find.tsx';
import type { Search } from './search.ts';
import { BOARD_WORDS } from './words.ts';

export interface BoardPageProps {
  readonly view: View;
  readonly part: BoardPart;
  /** Of the shops shown, by shop. */
  readonly goals: ReadonlyMap<string, readonly StandingGoal[]>;
  /** Of the shops shown: channels that are open to customers or closed. */
  readonly presence: ReadonlyMap<string, readonly ChannelPresence[]>;
  /** Of the shops shown: those with a season of which nobody has said anything. */
  readonly seasons: ReadonlyMap<string, MissingSeasons>;
  /** All that the asker sees. */
  readonly groups: readonly GroupCounts[];
  /** What is searched for. */
  readonly search: Search;
  /** The cursor of the next page, null on the last. */
  readonly next: string | null;
  readonly isFirst: boolean;
}

const REFRESH_SECONDS = 60;

export function BoardPage({ view, part, goals, presence, seasons, groups, search, next, isFirst }: BoardPageProps) {
  const [{ board }, own] = [view.words, BOARD_WORDS[view.language]];
  const names = stepNames(part.policies, view.language);
  const query: Record<string, string> = { ...search, ...momentIn(view, view.zone) };
  const isNow = view.ahead === null;
  const all = { path: INQUIRIES, kept: keptOf(search) };
  return (
    <Page
      view={view}
      title={board.title}
      urgent={part.totals.breached + part.totals.dueToday}
      {...(isNow && { scripts: ['live', 'keys'], refreshSeconds: REFRESH_SECONDS })}
    >
      {isNow ? <LiveMark view={view} stream="/live" total={part.totals.unanswered} zone={view.zone} /> : null}
      <AheadNote view={view} zone={view.zone} path="/" query={{ ...search }} />
      <div class="head board-head">
        <h1>{board.title}</h1>
        <span class="soft">{search.q === undefined ? board.shops(part.shops) : own.found(part.found, part.shops)}</span>
        <SearchForm view={view} groups={groups} search={search} />
      </div>
      <Groups view={view} groups={groups} search={search} />
      <Tiles
        view={view}
        numbers={part.totals}
        names={names}
        dueToday={own.dueToday}
        unknown={part.unknown === 0 ? null : own.andUnknown(part.unknown)}
        hrefOf={(key) => siftedPath(view, all, TILE_ASKS[key])}
      />
      {part.cards.length === 0 ? (
        <p class="card empty">{part.shops === 0 ? own.noShops : own.nothing}</p>
      ) : (
        <ol class="rows more">
          {part.cards.map((card) => (
            <ShopRow
              view={view}
              card={card}
              goals={goals.get(card.shop.id)}
              presence={presence.get(card.shop.id)}
              seasons={seasons.get(card.shop.id)}
            />
          ))}
        </ol>
      )}
      <p class="more turn">
        {isFirst ? null : <a href={href(view, '/', query)}>{own.firstPage}</a>}
        {next === null ? null : <a href={href(view, '/', { ...query, cursor: next })}>{own.nextPage}</a>}
      </p>
      <SeasonLink view={view} shown={seasons.size > 0} />
      {isFirst && part.found > 0 ? (
        <ComingSection view={view} coming={part.coming} hrefOf={(due) => siftedPath(view, all, { due })} />
      ) : null}
      {isFirst ? <AheadForm view={view} zone={view.zone} path="/" query={{ ...search }} /> : null}
      {part.gone.length === 0 ? null : <Gone view={view} gone={part.gone} />}
      <p class="more soft">
        {board.nested(names)} {own.asOf(local(view, part.now, view.zone))}
      </p>
      {isNow ? <Keys view={view} /> : null}
    </Page>
  );
}

interface ShopRowProps {
  readonly view: View;
  readonly card: ShopCard;
  readonly goals: readonly StandingGoal[] | undefined;
  readonly presence: readonly ChannelPresence[] | undefined;
  readonly seasons: MissingSeasons | undefined;
}

function ShopRow({ view, card, goals, presence, seasons }: ShopRowProps) {
  const { shop, counts, freshness } = card;
  const zone = openZone(shop.timeZone);
  const names = countNames(view, stepNames(policiesInUse(shop), view.language));
  const moment = momentIn(view, zone);
  return (
    <li class="row shop" id={`shop-${shop.id}`}>
      <div class="who">
        <h2>
          <a class="name" href={href(view, shopPath(shop.id), moment)}>
            {shop.name}
          </a>
        </h2>
        <FreshnessNote view={view} freshness={freshness} zone={zone} />
        <Promised view={view} card={card} />
        <Mutes view={view} card={card} />
        <SeasonBadges view={view} of={seasons} />
        <PresenceSigns view={view} channels={presence} />
      </div>
      <dl class="counts">
        {COLUMNS.map(([key, level]) => (
          <div class={`count${counts[key] === 0 ? ' zero' : ` level-${level}`}`}>
            <dt>{names[key]}</dt>
            <dd>
              {counts[key] === 0 ? (
                0
              ) : (
                <a href={href(view, shopPath(shop.id), { ...TILE_QUERIES[key], ...moment })}>{counts[key]}</a>
              )}
            </dd>
          </div>
        ))}
      </dl>
      <Next view={view} card={card} />
      <GoalList view={view} shop={shop} goals={goals} />
    </li>
  );
}

function Next({ view, card: { shop, counts } }: { view: View; card: ShopCard }) {
  const { board } = view.words;
  const { dueToday, nextDueAt } = counts;
  return (
    <div class="next soft">
      {dueToday === 0 ? null : (
        <a
          class="badge level-today"
          href={href(view, shopPath(shop.id), { due: 'today', ...momentIn(view, openZone(shop.timeZone)) })}
        >
          <Icon name="today" />
          {BOARD_WORDS[view.language].dueTodayCount(dueToday)}
        </a>
      )}
      <span>
        {nextDueAt === null ? (
          board.nothingNext
        ) : (
          <>
            {board.next} <span class="keep">{due(view, nextDueAt, openZone(shop.timeZone))}</span>
          </>
        )}
      </span>
    </div>
  );
}

/** What was promised and is still to come. */
function Promised({ view, card: { promises } }: { view: View; card: ShopCard }) {
  if (promises === null) return null;
  return (
    <span class={promises.broken > 0 ? 'sign broken' : 'sign'}>
      <Icon name="promise" />
      {BOARD_WORDS[view.language].promised(promises.promised, promises.broken)}
    </span>
  );
}

/** What holds mails back, and what somebody is answering. */
function Mutes({ view, card: { shop, mutes } }: { view: View; card: ShopCard }) {
  if (mutes === null) return null;
  const own = BOARD_WORDS[view.language];
  const zone = openZone(shop.timeZone);
  const said = [
    ...(mutes.until === null ? [] : [own.muted(local(view, mutes.until, zone), mutes.by ?? '')]),
    ...(mutes.muted === 0 ? [] : [own.mutedInquiries(mutes.muted)]),
  ];
  return (
    <>
      {mutes.inHand === 0 ? null : (
        <span class="sign">
          <Icon name="hand" />
          {own.inHand(mutes.inHand)}
        </span>
      )}
      {said.map((words) => (
        <span class="sign">
          <Icon name="muted" />
          {words}
        </span>
      ))}
    </>
  );
}

function Gone({ view, gone }: { view: View; gone: readonly GoneShop[] }) {
  const own = BOARD_WORDS[view.language];
  return (
    <section>
      <h2>{own.gone}</h2>
      <p class="soft">{own.goneLead}</p>
      <ul class="card gone more">
        {gone.map(({ id, unanswered }) => (
          <li>
            <span class="name">{id}</span> <span class="soft">{own.goneShop(unanswered)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
