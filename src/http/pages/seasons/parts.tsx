// A season of which nobody has said anything, where a shop is shown: a badge on the list of shops, a line on its page.

import { rangeInWords } from '../../../core/time/day-ranges.ts';
import { openZone } from '../../../core/time/zone.ts';
import type { MissingSeasons } from '../../../service/calendar/read-missing-seasons.ts';
import { fillPath } from '../calendar/facts.tsx';
import { Icon } from '../parts.tsx';
import { href, thisYear, type View } from '../view.ts';
import { SEASON_WORDS } from './words.ts';

interface SeasonProps {
  readonly view: View;
  readonly of: MissingSeasons | null | undefined;
}

export function SeasonBadges({ view, of }: SeasonProps) {
  if (of == null) return null;
  const words = SEASON_WORDS[view.language];
  return (
    <>
      {of.missing.map((coming) => (
        <a class="sign broken" href={fillPath(view, of.shop.id, coming)}>
          <Icon name="unknown" />
          {words.badge(coming.season.name[view.language])}
        </a>
      ))}
    </>
  );
}

export function SeasonNotices({ view, of }: SeasonProps) {
  if (of == null) return null;
  const words = SEASON_WORDS[view.language];
  const year = thisYear(view, openZone(of.shop.timeZone));
  return (
    <>
      {of.missing.map((coming) => (
        <p class="notice bad">
          <Icon name="unknown" />{' '}
          {words.notice(coming.season.name[view.language], rangeInWords(coming.season, view.language, year))}{' '}
          <a href={fillPath(view, of.shop.id, coming)}>{words.fill}</a>
        </p>
      ))}
    </>
  );
}

/** The way to all shops with such a season; nothing where none of those shown has one. */
export function SeasonLink({ view, shown }: { readonly view: View; readonly shown: boolean }) {
  if (!shown) return null;
  return (
    <p class="more">
      <a href={href(view, '/seasons')}>{SEASON_WORDS[view.language].all}</a>
    </p>
  );
}
