// Who did what when: filters in the address, the newest first, and the way to a file of it. Nothing on it changes anything.

import type { AuditFilter, AuditRow } from '../../../service/audit/read-audit.ts';
import { Page } from '../layout.tsx';
import { href, inquiryPath, local, shopPath, type View } from '../view.ts';
import { changesInWords, whatInWords, whoInWords } from './describe.ts';
import { AUDIT_WORDS } from './words.ts';

export interface AuditPageProps {
  readonly view: View;
  readonly items: readonly AuditRow[];
  readonly filter: AuditFilter;
  /** The cursor of the next page, null on the last. */
  readonly next: string | null;
  readonly isFirst: boolean;
  /** A date that cannot be read, as it was typed; null: none. */
  readonly wrongDay: string | null;
  readonly shopName: (id: string) => string | null;
}

export function AuditPage(props: AuditPageProps) {
  const { view, items, filter, next, isFirst, wrongDay } = props;
  const words = AUDIT_WORDS[view.language];
  const asked: Record<string, string> = { ...filter };
  return (
    <Page view={view} title={words.title} isWide>
      <div class="head">
        <h1>{words.title}</h1>
        <p class="soft">{words.lead}</p>
      </div>
      {wrongDay === null ? null : (
        <p class="notice bad" role="alert">
          {words.wrongDay(wrongDay)}
        </p>
      )}
      <Filters view={view} filter={filter} />
      {items.length === 0 ? <p class="card empty">{words.none}</p> : <Entries {...props} />}
      <p class="more turn">
        {isFirst ? null : <a href={href(view, '/audit', asked)}>{words.first}</a>}
        {next === null ? null : (
          <a href={href(view, '/audit', { ...asked, cursor: next })} rel="next">
            {words.older}
          </a>
        )}
        <a href={href(view, '/audit.csv', asked)}>{words.csv}</a>
      </p>
      <p class="more soft">{view.words.shop.zone(view.zone.name)}</p>
    </Page>
  );
}

function Filters({ view, filter }: { view: View; filter: AuditFilter }) {
  const words = AUDIT_WORDS[view.language];
  return (
    <form class="fields audit-filters" method="get" action="/audit">
      {view.language === 'en' ? <input type="hidden" name="lang" value="en" /> : null}
      <label class="field">
        {words.who}
        <input name="who" value={filter.who ?? ''} maxlength={80} autocomplete="off" />
      </label>
      <label class="field">
        {words.day}
        <input type="date" name="day" value={filter.day ?? ''} />
      </label>
      <button type="submit">{words.show}</button>
      {Object.keys(filter).length > 0 ? <a href={href(view, '/audit')}>{words.clear}</a> : null}
    </form>
  );
}

function Entries({ view, items, shopName }: AuditPageProps) {
  const { head, caption } = AUDIT_WORDS[view.language];
  return (
    <div class="card">
      <table class="cards audit">
        <caption>{caption}</caption>
        <thead>
          <tr>
            {[head.at, head.who, head.what, head.shop, head.inquiry].map((one) => (
              <th scope="col">{one}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {items.map((row) => (
            <Entry view={view} row={row} shopName={row.shop === null ? null : shopName(row.shop)} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** `shopName`: null where it is not configured any more. */
function Entry({ view, row, shopName }: { view: View; row: AuditRow; shopName: string | null }) {
  const { head } = AUDIT_WORDS[view.language];
  const { shop, inquiry } = row;
  return (
    <tr>
      <td data-label={head.at}>{local(view, row.at, view.zone)}</td>
      <td data-label={head.who}>{whoInWords(view, row)}</td>
      <td data-label={head.what}>
        {whatInWords(view, row)}
        <Changes view={view} row={row} />
      </td>
      <td class={shop === null ? 'none' : undefined} data-label={head.shop}>
        {shop === null ? '–' : shopName === null ? shop : <a href={href(view, shopPath(shop))}>{shopName}</a>}
      </td>
      <td class={inquiry === null ? 'none' : undefined} data-label={head.inquiry}>
        {inquiry === null || shop === null ? '–' : <a href={href(view, inquiryPath(shop, inquiry))}>{inquiry}</a>}
      </td>
    </tr>
  );
}

function Changes({ view, row }: { view: View; row: AuditRow }) {
  const lines = changesInWords(view, row);
  if (lines.length === 0) return null;
  return (
    <details>
      <summary>{AUDIT_WORDS[view.language].changed}</summary>
      <ul class="soft">
        {lines.map((line) => (
          <li>{line}</li>
        ))}
      </ul>
    </details>
  );
}
