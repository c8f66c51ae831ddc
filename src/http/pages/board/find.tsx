// How shops are found on the page of all shops: by group, and by name.

import type { GroupCounts } from '../../../service/board/read-groups.ts';
import { momentIn } from '../ahead/parts.tsx';
import { href, type View } from '../view.ts';
import type { Search } from './search.ts';
import { BOARD_WORDS } from './words.ts';

interface FindProps {
  readonly view: View;
  /** All that the asker sees. */
  readonly groups: readonly GroupCounts[];
  readonly search: Search;
}

/** One tap to the shops of a group, with what is worst in it. */
export function Groups({ view, groups, search }: FindProps) {
  if (groups.length === 0 || groups.length > MOST_TABS) return null;
  const own = BOARD_WORDS[view.language];
  const { group: chosen, ...rest } = search;
  const to = (more: Search) => href(view, '/', { ...rest, ...more, ...momentIn(view, view.zone) });
  return (
    <nav class="views groups" aria-label={own.groups}>
      <a href={to({})} aria-current={chosen === undefined ? 'true' : undefined}>
        {own.allGroups}
      </a>
      {groups.map(({ group, shops, breached }) => (
        <a href={to({ group })} aria-current={group === chosen ? 'true' : undefined}>
          {own.group(group, shops, breached)}
        </a>
      ))}
    </nav>
  );
}

/** All shops, or only those where there is something to do; of few shops one sees it. */
export function Needs({ view, part: { found, pressing }, search }: NeedsProps) {
  if (found < FEWEST || (pressing === found && search.need === undefined)) return null;
  const own = BOARD_WORDS[view.language];
  const { need, ...rest } = search;
  const to = (more: Search) => href(view, '/', { ...rest, ...more, ...momentIn(view, view.zone) });
  return (
    <nav class="views groups" aria-label={own.needs}>
      <a href={to({})} aria-current={need === undefined ? 'true' : undefined}>
        {own.allShops(found)}
      </a>
      <a href={to({ need: 'act' })} aria-current={need === undefined ? undefined : 'true'}>
        {own.pressing(pressing)}
      </a>
    </nav>
  );
}

interface NeedsProps extends Pick<FindProps, 'view' | 'search'> {
  readonly part: { readonly found: number; readonly pressing: number };
}

/** From so many shops on one wants to see the calm ones apart. */
export const FEWEST = 20;

/** Of more groups than that one is chosen in the form. */
const MOST_TABS = 20;

export function SearchForm({ view, groups, search }: FindProps) {
  const own = BOARD_WORDS[view.language];
  const { q = '', ...rest } = search;
  const isChoice = groups.length > MOST_TABS;
  const kept = { ...(!isChoice && rest), ...momentIn(view, view.zone) };
  return (
    <form class="search" method="get" action="/">
      {view.language === 'en' ? <input type="hidden" name="lang" value="en" /> : null}
      {Object.entries(kept).map(([name, value]) => (
        <input type="hidden" name={name} value={value} />
      ))}
      {isChoice ? (
        <select name="group" aria-label={own.groups}>
          <option value="">{own.allGroups}</option>
          {groups.map(({ group, shops, breached }) => (
            <option value={group} selected={group === search.group}>
              {own.group(group, shops, breached)}
            </option>
          ))}
        </select>
      ) : null}
      <input
        type="search"
        name="q"
        value={q}
        aria-label={own.search}
        placeholder={own.search}
        maxlength={100}
        aria-keyshortcuts="/"
      />
      <button type="submit">{own.go}</button>
      {q === '' ? null : <a href={href(view, '/', { ...rest, ...momentIn(view, view.zone) })}>{own.clear}</a>}
    </form>
  );
}
