// One shop on the page of all shops: its name and signs, goals that are in danger, its counts, what is due today and next. Rendering a
// hundred of them is most of what that page costs, so a row is rendered anew only when it says something else.

import { isDeepStrictEqual } from 'node:util';
import { raw } from 'hono/html';
import { policiesInUse } from '../../../config/input/shop-settings.ts';
import { goalState } from '../../../core/goals/goals.ts';
import type { Instant } from '../../../core/model.ts';
import { stepNames } from '../../../core/steps/step-names.ts';
import { visible } from '../../../core/text.ts';
import { openZone } from '../../../core/time/zone.ts';
import type { ShopCard } from '../../../service/board/read-board.ts';
import type { MissingSeasons } from '../../../service/calendar/read-missing-seasons.ts';
import type { StandingGoal } from '../../../service/goals/read-goals.ts';
import type { ChannelPresence } from '../../../service/presence/read-presence.ts';
import { momentIn } from '../ahead/parts.tsx';
import { GoalList } from '../goals.tsx';
import { type ListQuery, queryOf } from '../list/filters.ts';
import { TILE_QUERIES } from '../list/tiles.ts';
import { COLUMNS, FreshnessNote, Icon } from '../parts.tsx';
import { PresenceSigns } from '../presence/section.tsx';
import { SeasonBadges } from '../seasons/parts.tsx';
import { countNames } from '../tiles.tsx';
import { due, href, local, shopPath, type View } from '../view.ts';
import { BOARD_WORDS } from './words.ts';

/** What a row shows beside the shop's card. */
export interface BesideCard {
  readonly goals: readonly StandingGoal[] | undefined;
  readonly presence: readonly ChannelPresence[] | undefined;
  readonly seasons: MissingSeasons | undefined;
}

interface ShopRowProps extends BesideCard {
  readonly view: View;
  readonly card: ShopCard;
}

/** The row of a shop was rendered from this. */
interface KeptRow {
  from: { readonly card: ShopCard; readonly beside: BesideCard; readonly ahead: Instant | null };
  readonly html: ReturnType<typeof raw>;
}

/** Of more shops the one that was looked at first is rendered anew. */
const MOST_ROWS = 1_000;
const keptRows = { ja: new Map<string, KeptRow>(), en: new Map<string, KeptRow>() };

/**
 * A row says the same to all who may see the shop: of `view` only language and moment count. It is rendered anew when
 * anything that it shows has changed; from one count of the board to the next that is few of them.
 */
export function keptShopRow(view: View, card: ShopCard, beside: BesideCard): ReturnType<typeof raw> {
  const kept = keptRows[view.language];
  const { id } = card.shop;
  const from = { card, beside, ahead: view.ahead };
  const before = kept.get(id);
  if (before !== undefined && isDeepStrictEqual(before.from, from)) {
    // What is given again is then the very same, which costs nothing to see.
    before.from = from;
    return before.html;
  }
  // Looked through once, it is one piece of memory: a page of hundreds of pieces for each row took 4 ms to put together.
  const html = raw(visible((<ShopRow view={view} card={card} {...beside} />).toString()));
  const oldest = kept.size < MOST_ROWS || before !== undefined ? undefined : kept.keys().next().value;
  if (oldest !== undefined) kept.delete(oldest);
  kept.set(id, { from, html });
  return html;
}

/** Cells as the head of the table names them; on a phone they say it themselves. */
function ShopRow({ view, card, goals = [], presence, seasons }: ShopRowProps) {
  const { shop, counts, freshness } = card;
  const zone = openZone(shop.timeZone);
  const names = countNames(view, stepNames(policiesInUse(shop), view.language));
  const moment = momentIn(view, zone);
  const inDanger = goals.filter(({ budget }) => goalState(budget) !== 'kept');
  const to = (query: Readonly<Record<string, string>>) => href(view, shopPath(shop.id), { ...query, ...moment });
  return (
    <tr class="shop" id={`shop-${shop.id}`}>
      <th scope="row">
        <a class="name" href={to({})}>
          {shop.name}
        </a>{' '}
        <FreshnessNote view={view} freshness={freshness} zone={zone} /> <Promised view={view} card={card} />{' '}
        <Mutes view={view} card={card} /> <SeasonBadges view={view} of={seasons} />{' '}
        <PresenceSigns view={view} channels={presence} />
        <KeptGoals view={view} count={goals.length - inDanger.length} />
        <GoalList view={view} shop={shop} goals={inDanger} />
      </th>
      {COLUMNS.map(([key, level]) => (
        <Count name={names[key]} count={counts[key]} level={level} to={to(TILE_QUERIES[key])} />
      ))}
      <Count
        name={BOARD_WORDS[view.language].dueToday}
        count={counts.dueToday}
        level="today"
        to={to({ due: 'today' })}
      />
      <Next view={view} card={card} />
    </tr>
  );
}

interface CountProps {
  readonly name: string;
  readonly count: number;
  readonly level: string;
  readonly to: string;
}

function Count({ name, count, level, to }: CountProps) {
  return (
    <td class="figure" data-label={name}>
      {count === 0 ? (
        <span class="zero">0</span>
      ) : (
        <a class={`count level-${level}`} href={to}>
          {count}
        </a>
      )}
    </td>
  );
}

function Next({ view, card: { shop, counts } }: { view: View; card: ShopCard }) {
  const { board } = view.words;
  const { nextDueAt } = counts;
  return (
    <td class="next" data-label={board.next}>
      {nextDueAt === null ? board.nothingNext : due(view, nextDueAt, openZone(shop.timeZone))}
    </td>
  );
}

function KeptGoals({ view, count }: { view: View; count: number }) {
  if (count === 0) return null;
  return (
    <span class="sign">
      <Icon name="ok" />
      {BOARD_WORDS[view.language].keptGoals(count)}
    </span>
  );
}

/** What was promised and is still to come. */
function Promised({ view, card: { shop, promises } }: { view: View; card: ShopCard }) {
  if (promises === null) return null;
  return (
    <span class={promises.broken > 0 ? 'sign broken' : 'sign'}>
      <Icon name="promise" />
      <a href={`${href(view, shopPath(shop.id), momentIn(view, openZone(shop.timeZone)))}#promised`}>
        {BOARD_WORDS[view.language].promised(promises.promised, promises.broken)}
      </a>
    </span>
  );
}

/** What holds mails back, and what somebody is answering. */
function Mutes({ view, card: { shop, mutes } }: { view: View; card: ShopCard }) {
  if (mutes === null) return null;
  const own = BOARD_WORDS[view.language];
  const zone = openZone(shop.timeZone);
  const to = (query: ListQuery) => href(view, shopPath(shop.id), { ...queryOf(query), ...momentIn(view, zone) });
  return (
    <>
      {mutes.inHand === 0 ? null : (
        <span class="sign">
          <Icon name="hand" />
          <a href={to({ hand: 'taken' })}>{own.inHand(mutes.inHand)}</a>
        </span>
      )}
      {mutes.until === null ? null : (
        <span class="sign">
          <Icon name="muted" />
          {own.muted(local(view, mutes.until, zone), mutes.by ?? '')}
        </span>
      )}
      {mutes.muted === 0 ? null : (
        <span class="sign">
          <Icon name="muted" />
          <a href={to({ muted: 'yes' })}>{own.mutedInquiries(mutes.muted)}</a>
        </span>
      )}
    </>
  );
}
