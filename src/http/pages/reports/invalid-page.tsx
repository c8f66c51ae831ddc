// What is said when the month asked for is none.

import { Page } from '../layout.tsx';
import { href, type View } from '../view.ts';
import { REPORT_WORDS } from './words.ts';

/** More of what was asked for says nothing. */
const LONGEST = 20;

export function InvalidMonthPage({ view, found, path }: { view: View; found: string; path: string }) {
  const own = REPORT_WORDS[view.language];
  const said = own.invalidMonth(found.length > LONGEST ? `${found.slice(0, LONGEST)}…` : found);
  return (
    <Page view={view} title={said.title}>
      <div class="head">
        <h1>{said.title}</h1>
      </div>
      <p class="notice bad">{said.found}</p>
      <p>{said.allowed}</p>
      <p class="more">
        <a href={href(view, path)}>{own.title}</a>
      </p>
    </Page>
  );
}
