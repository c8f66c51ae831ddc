// The open inquiries of all shops that the asker may see, in one list: where the counts over shops lead.

import type { Instant, Policy } from '../../../core/model.ts';
import { stepNames } from '../../../core/steps/step-names.ts';
import type { Totals } from '../../../service/board/read-board-page.ts';
import type { OverShopsPage } from '../../../service/board/read-over-shops.ts';
import type { WatchCounts } from '../../../service/board/read-watches.ts';
import type { Promised } from '../../../service/promises/read-promised.ts';
import { AheadNote } from '../ahead/parts.tsx';
import { BOARD_WORDS } from '../board/words.ts';
import type { Drawer } from '../drawer/read.ts';
import { DrawerSection, nextInWords } from '../drawer/section.tsx';
import { Keys } from '../keys.tsx';
import { Page } from '../layout.tsx';
import { CHANNELS, type ListQuery, partsOf, queryOf } from '../list/filters.ts';
import { Groups } from '../list/groups.tsx';
import { siftedPath } from '../list/place.ts';
import { isPromised, PromisedSection } from '../list/promised.tsx';
import { listOf, SeveralBar, SeveralNotice } from '../list/several.tsx';
import { Sift } from '../list/sift.tsx';
import { TILE_ASKS, tileOf } from '../list/tiles.ts';
import { LIST_WORDS } from '../list/words.ts';
import { Form } from '../parts.tsx';
import { Tiles } from '../tiles.tsx';
import { href, mayAct, type View } from '../view.ts';
import { INQUIRIES, TOGETHER } from './path.ts';
import { INQUIRIES_WORDS } from './words.ts';

export interface InquiriesPageProps {
  readonly view: View;
  readonly query: ListQuery;
  /** What of the address chooses the shops. */
  readonly kept: Readonly<Record<string, string>>;
  readonly shops: number;
  readonly totals: Totals;
  readonly policies: readonly Policy[];
  readonly unknown: number;
  readonly list: OverShopsPage;
  /** Null where the list does not have it. */
  readonly promised: Promised | null;
  /** Those whose wait is over; null where the list has none. */
  readonly drawer: Drawer | null;
  readonly watches: WatchCounts | null;
  /** The moment whose today the groups mean. */
  readonly asOf: Instant;
  readonly next: string | null;
  readonly isFirst: boolean;
  readonly isFormOpen: boolean;
  readonly hasName: boolean;
  /** The board with the search that was on it. */
  readonly back: string;
}

export function InquiriesPage(props: InquiriesPageProps) {
  const { view, query, kept, totals } = props;
  const words = INQUIRIES_WORDS[view.language];
  const board = BOARD_WORDS[view.language];
  const names = stepNames(props.policies, view.language);
  const place = { path: INQUIRIES, kept };
  return (
    <Page view={view} title={words.title} urgent={totals.breached + totals.dueToday} scripts={['keys']} isWide>
      <AheadNote view={view} zone={view.zone} path={INQUIRIES} query={{ ...kept, ...queryOf(query) }} />
      <div class="head shop-head">
        <p class="crumb">
          <a href={props.back}>{view.words.nav.board}</a>
        </p>
        <h1>{words.title}</h1>
        <span class="soft">{partsOf(query).isOpen ? words.lead(props.shops) : words.shops(props.shops)}</span>
      </div>
      <SeveralNotice view={view} path={TOGETHER} isOverShops />
      <Tiles
        view={view}
        numbers={totals}
        names={names}
        dueToday={board.dueToday}
        unknown={props.unknown === 0 ? null : board.andUnknown(props.unknown)}
        hrefOf={(key) => siftedPath(view, place, TILE_ASKS[key])}
        current={tileOf(query)}
      />
      <Chosen view={view} query={query} kept={kept} />
      <Sift
        view={view}
        place={place}
        names={names}
        query={query}
        kinds={props.isFormOpen ? { channels: CHANNELS, categories: null } : null}
        hasName={props.hasName}
        watches={props.watches}
        counts={null}
        together={canTick(view) && partsOf(query).isOpen ? href(view, TOGETHER, { ...kept, ...queryOf(query) }) : null}
      />
      {props.promised === null ? null : (
        <PromisedSection view={view} promised={props.promised} isAlone={query.promised !== undefined} isOverShops />
      )}
      <Open {...props} />
      <Keys view={view} />
    </Page>
  );
}

/** Which shops were chosen, each to be taken off. */
function Chosen({ view, query, kept }: Pick<InquiriesPageProps, 'view' | 'query' | 'kept'>) {
  const { inShops, inGroup } = INQUIRIES_WORDS[view.language];
  const { shop, group } = kept;
  const chosen = [
    ...(group === undefined ? [] : [['group', inGroup(group)] as const]),
    ...(shop === undefined ? [] : [['shop', inShops(shop)] as const]),
  ];
  if (chosen.length === 0) return null;
  return (
    <ul class="in-force">
      {chosen.map(([name, said]) => {
        const { [name]: _, ...rest } = kept;
        return (
          <li>
            <a
              href={siftedPath(view, { path: INQUIRIES, kept: rest }, query)}
              aria-label={LIST_WORDS[view.language].filter.drop(said)}
            >
              {said} ×
            </a>
          </li>
        );
      })}
    </ul>
  );
}

const canTick = (view: View): boolean => view.ahead === null && mayAct(view);

type TickableProps = Pick<InquiriesPageProps, 'view' | 'query' | 'kept' | 'list' | 'asOf' | 'isFirst'>;

/** The groups; for those who may act, in a form with a box to tick each row. */
function Tickable({ view, query, kept, list, asOf, isFirst }: TickableProps) {
  const place = { path: INQUIRIES, kept };
  const groups = (
    <Groups
      view={view}
      items={list.items.map((row) => ({ shop: row.of, row }))}
      asOf={asOf}
      counts={null}
      isAll={isFirst && list.next === null}
      pathOf={(due) => siftedPath(view, place, { ...query, due })}
      isOverShops
      canTick={canTick(view)}
    />
  );
  if (!canTick(view)) return groups;
  return (
    <Form view={view} action={TOGETHER} class="several">
      <input type="hidden" name="list" value={listOf(view)} />
      {groups}
      <SeveralBar view={view} calendar={{ zone: view.zone, nextOpenDay: null }} />
    </Form>
  );
}

function Open({ view, query, kept, promised, list, drawer, asOf, next, isFirst }: InquiriesPageProps) {
  const [words, own] = [LIST_WORDS[view.language], INQUIRIES_WORDS[view.language]];
  const place = { path: INQUIRIES, kept };
  return (
    <section class="open">
      {list.items.length > 0 ? (
        <Tickable {...{ view, query, kept, list, asOf, isFirst }} />
      ) : list.isSought || drawer !== null || isPromised(query, promised) ? null : (
        <p class="card empty">{words.noMatch}</p>
      )}
      {drawer === null ? null : <DrawerSection {...{ view, place, query, drawer }} zone={view.zone} isOverShops />}
      {list.isSought ? <p class="more soft">{own.sought}</p> : null}
      <p class="more turn">
        {isFirst ? null : <a href={siftedPath(view, place, query)}>{words.firstPage}</a>}
        {next === null ? null : <a href={next}>{list.isSought ? own.seekOn : nextInWords(view, drawer)}</a>}
      </p>
    </section>
  );
}
