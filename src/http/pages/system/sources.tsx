// Whether we see every shop: sources unread for longest, and licence keys that end first.

import { DAY_MS } from '../../../core/time/civil-date.ts';
import { failureInWords, incidentCauseInWords, silentCause } from '../../../service/monitoring/incident-causes.ts';
import { href, local, shopPath } from '../view.ts';
import type { SystemProps } from './props.ts';

export function SourcesSection(props: SystemProps) {
  const { view, words, report } = props;
  const { sources } = report;
  const own = words.sources;
  const at = (instant: number) => local(view, instant, view.zone);
  const facts = [
    own.polled(sources.polled),
    ...(sources.unknown > 0 ? [own.unknown(sources.unknown)] : sources.polled > 0 ? [own.allRead] : []),
    ...(sources.newestReadAt === null ? [] : [own.newest(at(sources.newestReadAt))]),
    ...(sources.oldestReadAt === null ? [] : [own.oldest(at(sources.oldestReadAt))]),
  ];
  return (
    <section id="sources">
      <h2>{own.title}</h2>
      <ul class="card facts-list">
        {sources.polled === 0 ? <li>{own.none}</li> : <li>{facts.join(view.words.separator)}</li>}
        {sources.failures.map(({ kind, sources: count }) => (
          <li class="bad">
            {incidentCauseInWords(silentCause(kind), view.language)} ({count})
          </li>
        ))}
        <WorstSources {...props} />
      </ul>
    </section>
  );
}

function WorstSources({ view, words, report, shopName }: SystemProps) {
  const { sources } = report;
  const own = words.sources;
  // A shop that waits for its first read while somebody reads is no sign that nobody does.
  const isQuiet = report.health.matters.some(({ kind }) => kind === 'reader');
  const why = (kind: string | null, failing: boolean): string[] => {
    if (failing) return [failureInWords(kind ?? 'unknown', view.language)];
    return isQuiet ? [own.quiet] : [];
  };
  const seenInWords = ({ lastCompleteAt, firstRead }: (typeof sources.worst)[number]): string => {
    if (firstRead !== null) return own.firstRead(firstRead.daysRead, firstRead.days, firstRead.inquiries);
    return lastCompleteAt === null ? own.never : own.since(local(view, lastCompleteAt, view.zone));
  };
  return (
    <>
      {sources.worst.map((source) => (
        <li>
          <a href={href(view, shopPath(source.shop))}>{shopName(source.shop)}</a>{' '}
          <span class="soft">
            {[seenInWords(source), ...why(source.failureKind, source.failingSince !== null)].join(view.words.separator)}
          </span>
        </li>
      ))}
      {sources.unknown > sources.worst.length ? (
        <li class="soft">{own.more(sources.unknown - sources.worst.length)}</li>
      ) : null}
    </>
  );
}

export function LicencesSection({ view, words, report, shopName }: SystemProps) {
  const { licences, now, sources } = report;
  const own = words.licences;
  if (sources.polled === 0) return null;
  return (
    <section id="licences">
      <h2>{own.title}</h2>
      <ul class="card facts-list">
        {licences.known === 0 ? <li>{own.none}</li> : <li>{own.known(licences.known)}</li>}
        {licences.ending > 0 ? <li class="bad">{own.ending(licences.ending)}</li> : null}
        {licences.unreadable > 0 ? <li class="bad">{own.unreadable(licences.unreadable)}</li> : null}
        {licences.soonest.map(({ shop, endsAt }) => (
          <li>
            <strong class="right">{leftInWords(own, endsAt - now)}</strong>
            <a href={href(view, shopPath(shop))}>{shopName(shop)}</a>{' '}
            <span class="soft">{local(view, endsAt, view.zone)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function leftInWords(own: SystemProps['words']['licences'], leftMs: number): string {
  if (leftMs <= 0) return own.over;
  const days = Math.floor(leftMs / DAY_MS);
  return days === 0 ? own.today : own.left(days);
}
