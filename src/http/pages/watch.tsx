// Whether we watch at all, on top of every page: calm only when every part was asked just now and is well. What is not
// well is counted, said, and leads to where one can do something about it.

import { formatLocal } from '../../core/time/format.ts';
import { countOf, gravityOf, type Matter, type MatterKind } from '../../service/status/health/matters.ts';
import { matterInWords } from '../../service/status/health/words.ts';
import { Icon } from './parts.tsx';
import { href, shopPath, type View } from './view.ts';

export function Watch({ view }: { view: View }) {
  const { words, matters } = view;
  const grave = matters.filter(({ kind }) => gravityOf(kind) !== 'look');
  return (
    <section class="watch wrap" aria-label={words.watch.label}>
      <div role="status">
        {grave.map((matter) => (
          <p class={`bad ${gravityOf(matter.kind)}`}>
            <Icon name="unknown" />
            <span>{said(view, matter)}</span>
          </p>
        ))}
        <State view={view} />
      </div>
      {matters.length === 0 ? null : (
        <details>
          <summary>{words.watch.troubles(matters.length)}</summary>
          <ul>
            {matters.map((matter) => (
              <li>
                <MatterLine view={view} matter={matter} />
              </li>
            ))}
            {seesAll(view) ? (
              <li>
                <a href={href(view, '/system')}>{words.watch.toSystem}</a>
              </li>
            ) : null}
          </ul>
        </details>
      )}
    </section>
  );
}

/** Not said at all while nothing is watched: then the lines above say so. */
function State({ view }: { view: View }) {
  const { words, matters, askedAt } = view;
  if (askedAt === null || matters.some(({ kind }) => gravityOf(kind) === 'stopped')) return null;
  const unknown = matters.find(({ kind }) => kind === 'unknown');
  const isFine = matters.length === 0;
  return (
    <p class={isFine ? 'fine' : 'some'}>
      <Icon name={isFine ? 'ok' : 'unknown'} />
      <span>
        {unknown === undefined
          ? words.watch.fine(formatLocal(askedAt, view.zone, view.language))
          : words.watch.blind(countOf(unknown))}
      </span>
    </p>
  );
}

/** One matter in words, and where it can be looked into. */
export function MatterLine({ view, matter }: { view: View; matter: Matter }) {
  const to = placeOf(view, matter);
  return to === null ? <span>{said(view, matter)}</span> : <a href={to}>{said(view, matter)}</a>;
}

/** What a server answered stands on the page of the system alone. */
const said = (view: View, matter: Matter): string =>
  matterInWords(matter.kind === 'mail' ? { ...matter, reason: null } : matter, view.language, view);

const seesAll = ({ principal }: View): boolean => principal !== null && principal.shops === null;

const ON_SYSTEM: Partial<Record<MatterKind, string>> = {
  unknown: 'sources',
  'licence-ending': 'licences',
  'licence-unreadable': 'licences',
  'calendar-failing': 'calendars',
  'calendar-held': 'calendars',
  broken: 'config',
  held: 'config',
  'proof-differs': 'proof',
  'proof-missing': 'proof',
};

function placeOf(view: View, { kind, shops }: Matter): string | null {
  if (view.principal === null) return null;
  const [only, ...others] = shops?.keys() ?? [];
  if (kind === 'undeliverable') return href(view, '/mails', { state: 'undeliverable' });
  if (only !== undefined && others.length === 0 && kind !== 'gone')
    return href(view, kind.startsWith('calendar') ? `${shopPath(only)}/calendar` : shopPath(only));
  if (seesAll(view)) return `${href(view, '/system')}#${ON_SYSTEM[kind] ?? 'work'}`;
  return only === undefined ? null : href(view, '/');
}
