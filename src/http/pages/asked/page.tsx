// What customers of a shop ask in a month: by item and category beside the month before, what rose most, and how much it took to
// answer. An item leads to its page.

import type { AskedAbout, AskedRow } from '../../../core/reports/asked.ts';
import { parseMonth } from '../../../core/reports/month.ts';
import { openZone } from '../../../core/time/zone.ts';
import type { AskedMonth } from '../../../service/reports/read-asked.ts';
import { Page } from '../layout.tsx';
import { Behind } from '../reports/behind.tsx';
import { Months } from '../reports/page.tsx';
import { changeInWords, monthInWords } from '../reports/shown.ts';
import { href, local, shopPath, type View } from '../view.ts';
import { exchangesInWords, Item, shareInWords } from './item.tsx';
import { AskedTable, CategoryTable } from './tables.tsx';
import { ASKED_WORDS } from './words.ts';

interface AskedProps {
  readonly view: View;
  readonly asked: AskedMonth;
}

interface AskedPageProps extends AskedProps {
  readonly behindMs: number | null;
}

export function AskedPage({ view, asked, behindMs }: AskedPageProps) {
  const own = ASKED_WORDS[view.language];
  const path = `${shopPath(asked.shop)}/asked`;
  const isQuiet = asked.rows.length === 0;
  return (
    <Page view={view} title={`${asked.name} ${monthInWords(view, asked.month)} ${own.title}`}>
      <div class="report asked">
        <p class="crumb">
          <a href={href(view, '/')}>{view.words.nav.board}</a> ›{' '}
          <a href={href(view, shopPath(asked.shop))}>{asked.name}</a> ›{' '}
          <a href={href(view, `${shopPath(asked.shop)}/reports`, { month: asked.month })}>{own.report}</a>
        </p>
        <div class="head">
          <h1>{`${asked.name} ${own.title}`}</h1>
        </div>
        <Months view={view} month={parseMonth(asked.month)!} path={path} />
        <State view={view} asked={asked} />
        {asked.past === 0 ? null : <p class="notice">{own.past(asked.past)}</p>}
        <Behind view={view} behindMs={behindMs} />
        {isQuiet ? (
          <p class="card empty">{asked.state === 'future' ? own.future : own.nothing}</p>
        ) : (
          <Numbers view={view} asked={asked} />
        )}
      </div>
    </Page>
  );
}

/** As of when, and up to when the month before is counted. */
function State({ view, asked: { state, asOf, timeZone, previous } }: AskedProps) {
  const own = ASKED_WORDS[view.language];
  const zone = openZone(timeZone);
  const at = local(view, asOf, zone);
  if (state === 'future') return null;
  const said =
    state === 'running' ? [own.running(at), own.compared(local(view, previous.to, zone))] : [own.complete(at)];
  return <p class="soft lead">{said.join(view.words.separator)}</p>;
}

function Numbers({ view, asked }: AskedProps) {
  const own = ASKED_WORDS[view.language];
  return (
    <>
      <h2 class="unseen">{own.tiles.title}</h2>
      <Tiles view={view} asked={asked} />
      <Rising view={view} rising={asked.rising} />
      <AskedTable view={view} rows={asked.rows} />
      <p class="downloads">
        <a href={href(view, `${shopPath(asked.shop)}/asked.csv`, { month: asked.month })} download>
          {own.download}
        </a>
      </p>
      <CategoryTable view={view} categories={asked.categories} />
      <section>
        <h2>{own.defined.title}</h2>
        <ul class="card soft defined">
          {own.defined.lines.map((line) => (
            <li>{line}</li>
          ))}
        </ul>
      </section>
    </>
  );
}

function Tiles({ view, asked }: AskedProps) {
  const own = ASKED_WORDS[view.language].tiles;
  const { total, previous } = asked;
  const { inquiries, before, answered, answeredOnce, byBot, byBotAlone } = total;
  const change = changeInWords(inquiries - before);
  return (
    <dl class="tiles">
      <Tile
        name={own.inquiries}
        value={String(inquiries)}
        more={own.before(monthInWords(view, previous.month), before, change)}
      />
      <Tile name={own.exchanges} value={own.times(exchangesInWords(view, total))} />
      <Tile name={own.once} value={shareInWords(view, answeredOnce, answered)} more={own.of(answeredOnce, answered)} />
      <Tile
        name={own.bot}
        value={shareInWords(view, byBotAlone, byBot)}
        more={byBot === 0 ? own.noBot : own.of(byBotAlone, byBot)}
      />
    </dl>
  );
}

function Tile({ name, value, more }: { name: string; value: string; more?: string }) {
  return (
    <div class="tile">
      <dt>{name}</dt>
      <dd>
        <div class="big">{value}</div>
        {more === undefined ? null : <div class="soft">{more}</div>}
      </dd>
    </div>
  );
}

function Rising({ view, rising }: { view: View; rising: readonly AskedRow[] }) {
  const own = ASKED_WORDS[view.language].rising;
  return (
    <section>
      <h2>{own.title}</h2>
      {rising.length === 0 ? (
        <p class="card soft">{own.none}</p>
      ) : (
        <ol class="card rising">
          {rising.map((row) => (
            <li>
              <About view={view} about={row} />{' '}
              <span class="soft">
                {own.change(row.inquiries, row.before, changeInWords(row.inquiries - row.before))}
              </span>
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}

function About({ view, about }: { view: View; about: AskedAbout }) {
  const { noCategory } = ASKED_WORDS[view.language].table;
  return (
    <>
      <Item view={view} about={about} />
      {view.words.separator}
      {about.category ?? noCategory}
    </>
  );
}
