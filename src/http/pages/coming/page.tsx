// The open inquiries of all shops whose deadline lies on some dates: where a count of the days ahead leads.

import { type DayRange, rangeInWords } from '../../../core/time/day-ranges.ts';
import type { DuePage } from '../../../service/board/read-due-page.ts';
import { AheadNote } from '../ahead/parts.tsx';
import { Page } from '../layout.tsx';
import { InquiryTable } from '../list/table.tsx';
import { href, type View } from '../view.ts';
import { COMING_WORDS } from './words.ts';

export interface ComingPageProps {
  readonly view: View;
  readonly days: DayRange;
  /** Shops looked at. */
  readonly shops: number;
  readonly part: DuePage;
  /** The paths of the first page, null when this is it, and of the next, null on the last. */
  readonly first: string | null;
  readonly next: string | null;
  /** What the address asks for, but the moment. */
  readonly query: Readonly<Record<string, string>>;
  /** The board with the search that was on it. */
  readonly back: string;
}

export function ComingPage({ view, days, shops, part, first, next, query, back }: ComingPageProps) {
  const words = COMING_WORDS[view.language];
  const title = words.listTitle(rangeInWords(days, view.language));
  return (
    <Page view={view} title={title}>
      <p class="crumb">
        <a href={back}>{view.words.nav.board}</a>
      </p>
      <AheadNote view={view} zone={view.zone} path="/coming" query={query} />
      <div class="head">
        <h1 id="coming-list">{title}</h1>
        <span class="soft">{words.listLead(shops)}</span>
      </div>
      {part.items.length === 0 ? (
        <p class="card empty">{words.empty}</p>
      ) : (
        <InquiryTable
          view={view}
          items={part.items.map((row) => ({ shop: row.of, row }))}
          labelledBy="coming-list"
          isOverShops
        />
      )}
      <p class="more turn">
        {first === null ? null : <a href={first}>{words.first}</a>}
        {next === null ? null : <a href={next}>{view.words.shop.nextPage}</a>}
      </p>
    </Page>
  );
}

/** The address of that page. */
export const comingPath = (view: Pick<View, 'language'>, query: Readonly<Record<string, string>>): string =>
  href(view, '/coming', query);
