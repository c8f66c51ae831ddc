// The page of all shops, worst first: how many wait, how far, what is due today and next, and how well we see.

import { stepNames } from '../../../core/steps/step-names.ts';
import type { GoneShop } from '../../../service/board/read-board.ts';
import type { BoardPage as BoardPart } from '../../../service/board/read-board-page.ts';
import type { GroupCounts } from '../../../service/board/read-groups.ts';
import type { MissingSeasons } from '../../../service/calendar/read-missing-seasons.ts';
import type { StandingGoal } from '../../../service/goals/read-goals.ts';
import type { ChannelPresence } from '../../../service/presence/read-presence.ts';
import { writeBoardCursor } from '../../cursors/board-cursor.ts';
import { AheadForm, AheadNote, momentIn } from '../ahead/parts.tsx';
import { ComingSection } from '../coming/section.tsx';
import { INQUIRIES, keptOf } from '../inquiries/path.ts';
import { Keys } from '../keys.tsx';
import { Page } from '../layout.tsx';
import { siftedPath } from '../list/place.ts';
import { TILE_ASKS } from '../list/tiles.ts';
import { LiveMark } from '../live.tsx';
import { SeasonLink } from '../seasons/parts.tsx';
import { Tiles } from '../tiles.tsx';
import { href, local, type View } from '../view.ts';
import { Groups, Needs, SearchForm } from './find.tsx';
import { FirstSteps } from './first-steps.tsx';
import type { Search } from './search.ts';
import { ShopTables } from './table.tsx';
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
  /** The service has never heard of an inquiry. */
  readonly isNew: boolean;
  readonly isFirst: boolean;
}

const REFRESH_SECONDS = 60;

export function BoardPage({
  view,
  part,
  goals,
  presence,
  seasons,
  groups,
  search,
  next,
  isNew,
  isFirst,
}: BoardPageProps) {
  const [{ board }, own] = [view.words, BOARD_WORDS[view.language]];
  const names = stepNames(part.policies, view.language);
  const query: Record<string, string> = { ...search, ...momentIn(view, view.zone) };
  const { sort: _, ...unsorted } = query;
  const isNow = view.ahead === null;
  const all = { path: INQUIRIES, kept: keptOf(search) };
  return (
    <Page
      view={view}
      title={board.title}
      urgent={part.totals.breached + part.totals.dueToday}
      isWide
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
      <Needs view={view} part={part} search={search} />
      <Tiles
        view={view}
        numbers={part.totals}
        names={names}
        dueToday={own.dueToday}
        unknown={part.unknown === 0 ? null : own.andUnknown(part.unknown)}
        hrefOf={(key) => siftedPath(view, all, TILE_ASKS[key])}
      />
      {isNew ? <FirstSteps view={view} /> : null}
      {part.cards.length === 0 ? (
        <p class="card empty">{part.shops === 0 ? own.noShops : own.nothing}</p>
      ) : (
        <ShopTables
          view={view}
          cards={part.cards}
          found={part.found}
          names={names}
          sort={search.sort ?? 'worst'}
          query={unsorted}
          beside={(shop) => ({ goals: goals.get(shop), presence: presence.get(shop), seasons: seasons.get(shop) })}
        />
      )}
      {search.need === undefined || part.found === part.pressing ? null : (
        <p class="more">
          <a href={href(view, '/', withoutNeed(query))}>{own.calm(part.found - part.pressing)}</a>
        </p>
      )}
      <Jumps view={view} part={part} query={query} />
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

const withoutNeed = ({ need: _, ...rest }: Readonly<Record<string, string>>): Record<string, string> => rest;

/** Which shops of how many these are, and one tap to the first pages. */
function Jumps({
  view,
  part,
  query,
}: Pick<BoardPageProps, 'view' | 'part'> & { query: Readonly<Record<string, string>> }) {
  const { cards, before, pagesBefore, listed, starts } = part;
  if (starts.length < 2) return null;
  const own = BOARD_WORDS[view.language];
  return (
    <nav class="views more" aria-label={own.pages}>
      <span class="soft">{own.place(before + 1, before + cards.length, listed)}</span>
      {starts.map((start, i) => (
        <a
          href={href(view, '/', start === null ? { ...query } : { ...query, cursor: writeBoardCursor(start) })}
          aria-current={i === pagesBefore ? 'true' : undefined}
        >
          {i + 1}
        </a>
      ))}
    </nav>
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
