// The board at a moment to come: what is said on top of it, the form that leads there, and links that stay there.

import { formatDate } from '../../../core/time/civil-date.ts';
import { formatDay, formatLocal } from '../../../core/time/format.ts';
import { type AheadLimits, aheadLimits, writeAhead } from '../../../core/time/moment-ahead.ts';
import type { Zone } from '../../../core/time/zone.ts';
import { Message } from '../errors/page.tsx';
import { Icon } from '../parts.tsx';
import { href, type View } from '../view.ts';
import { AHEAD_WORDS } from './words.ts';

/** The part of an address that shows the same moment on a page of that zone; empty for now. */
export function momentIn(view: View, zone: Zone): Readonly<Record<string, string>> {
  return view.ahead === null ? {} : { at: writeAhead(view.ahead, zone) };
}

interface AheadProps {
  readonly view: View;
  readonly zone: Zone;
  /** The page's own path, and what else its address asks for. */
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
}

/** On a page of a moment to come: which it is, what that means, and the way back. */
export function AheadNote({ view, zone, path, query }: AheadProps) {
  if (view.ahead === null) return null;
  const words = AHEAD_WORDS[view.language];
  return (
    <section class="notice ahead">
      <p class="strong">
        <Icon name="today" /> {words.title(formatLocal(view.ahead, zone, view.language, true))}
      </p>
      <p>{words.lead}</p>
      <p>
        <a href={href(view, path, query)}>{words.back}</a>
      </p>
    </section>
  );
}

export function AheadForm({ view, zone, path, query }: AheadProps) {
  const words = AHEAD_WORDS[view.language];
  const { first, last } = aheadLimits(view.clock, zone);
  const hidden = Object.entries({ ...query, ...(view.language === 'en' && { lang: 'en' }) });
  return (
    <form class="ahead-form" method="get" action={path}>
      {hidden.map(([name, value]) => (
        <input type="hidden" name={name} value={value} />
      ))}
      <label class="soft" for="ahead-at">
        {words.label}
      </label>
      <input
        id="ahead-at"
        type="date"
        name="at"
        required
        min={formatDate(first)}
        max={formatDate(last)}
        value={view.ahead === null ? undefined : formatDate(zone.localDay(view.ahead))}
      />
      <button type="submit">{words.go}</button>
    </form>
  );
}

/** Where `at` names no moment that can be shown. */
export function AheadRefused({ view, found, limits }: { view: View; found: string; limits: AheadLimits }) {
  const words = AHEAD_WORDS[view.language];
  const [first, last] = [limits.first, limits.last].map((day) => formatDay(day, view.language, true));
  return <Message view={view} title={words.refused} hint={words.refusedHint(found, first!, last!)} />;
}
