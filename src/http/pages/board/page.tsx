// The page of all shops, worst first: how many wait, how far, what is due next, and how well we see.

import { openZone } from '../../../core/zone.ts';
import type { Board, ShopCard } from '../../../service/board.ts';
import { Page } from '../layout.tsx';
import { COLUMNS, FreshnessNote, type Numbers, Totals } from '../parts.tsx';
import { due, href, shopPath, type View } from '../view.ts';

/** Shops on one page; the rest, less urgent than these, is counted. */
const SHOWN = 300;

export function BoardPage({ view, board }: { view: View; board: Board }) {
  const { words } = view;
  const hidden = board.cards.length - SHOWN;
  return (
    <Page view={view} title={words.board.title}>
      <div class="head">
        <h1>{words.board.title}</h1>
        <span class="soft">{words.board.shops(board.cards.length)}</span>
      </div>
      <Totals view={view} numbers={totalsOf(board.cards)} />
      <ol class="rows more">
        {board.cards.slice(0, SHOWN).map((card) => (
          <ShopRow view={view} card={card} />
        ))}
      </ol>
      {hidden > 0 ? <p class="more soft">{words.board.more(hidden)}</p> : null}
      <p class="more soft">{words.board.nested}</p>
    </Page>
  );
}

function ShopRow({ view, card }: { view: View; card: ShopCard }) {
  const { shop, counts, freshness } = card;
  const { board } = view.words;
  const zone = openZone(shop.timeZone);
  return (
    <li class="row shop">
      <div>
        <h2>
          <a class="name" href={href(view, shopPath(shop.id))}>
            {shop.name}
          </a>
        </h2>
        <FreshnessNote view={view} freshness={freshness} zone={zone} />
      </div>
      <dl class="counts">
        {COLUMNS.map(([key, level]) => (
          <div class={`count${counts[key] === 0 ? ' zero' : ` level-${level}`}`}>
            <dt>{view.words.counts[key]}</dt>
            <dd>{counts[key]}</dd>
          </div>
        ))}
      </dl>
      <div class="soft">
        {counts.nextDueAt === null ? (
          board.nothingNext
        ) : (
          <>
            {board.next} <span class="keep">{due(view, counts.nextDueAt, zone)}</span>
          </>
        )}
      </div>
    </li>
  );
}

function totalsOf(cards: readonly ShopCard[]): Numbers {
  const sum = (key: keyof Numbers) => cards.reduce((total, { counts }) => total + counts[key], 0);
  return {
    unanswered: sum('unanswered'),
    flagged: sum('flagged'),
    ownerAlertDue: sum('ownerAlertDue'),
    breached: sum('breached'),
  };
}
