// One shop on the page of all shops: its name and signs, its counts, what is due today and next, its goals. Rendering a
// hundred of them is most of what that page costs, so a row is rendered once for a count that is given again.

import { isDeepStrictEqual } from 'node:util';
import { raw } from 'hono/html';
import { policiesInUse } from '../../../config/input/shop-settings.ts';
import { stepNames } from '../../../core/steps/step-names.ts';
import { openZone } from '../../../core/time/zone.ts';
import type { ShopCard } from '../../../service/board/read-board.ts';
import type { MissingSeasons } from '../../../service/calendar/read-missing-seasons.ts';
import type { StandingGoal } from '../../../service/goals/read-goals.ts';
import type { ChannelPresence } from '../../../service/presence/read-presence.ts';
import { momentIn } from '../ahead/parts.tsx';
import { GoalList } from '../goals.tsx';
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

/** The row of a card was rendered from this. */
interface KeptRow {
  readonly beside: BesideCard;
  readonly html: ReturnType<typeof raw>;
}

/** A card belongs to one count of one moment; whoever is given that count again reads the same rows. */
const keptRows = { ja: new WeakMap<ShopCard, KeptRow>(), en: new WeakMap<ShopCard, KeptRow>() };

/** A row says the same to all who may see the shop: of `view` only the language counts, and the moment that the card has. */
export function keptShopRow(view: View, card: ShopCard, beside: BesideCard): ReturnType<typeof raw> {
  const kept = keptRows[view.language];
  const before = kept.get(card);
  if (before !== undefined && isDeepStrictEqual(before.beside, beside)) return before.html;
  const html = raw((<ShopRow view={view} card={card} {...beside} />).toString());
  kept.set(card, { beside, html });
  return html;
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
