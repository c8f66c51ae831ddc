// The parts of the page of the system: the work, the configuration, calendars, mutes, what it is built with.

import type { Child } from 'hono/jsx';
import { sayingInWords } from '../../../config/values/fault-words.ts';
import type { ConfigHealth } from '../../../service/configuration/reload-config.ts';
import { isWellHere, isWorking, type MatterKind } from '../../../service/status/health/matters.ts';
import { Icon } from '../parts.tsx';
import { href, inquiryPath, local, shopPath } from '../view.ts';
import type { SystemProps } from './props.ts';

export function WorkSection({ view, words, report }: SystemProps) {
  const own = words.work;
  const { tick, queue, mail, refusals, health } = report;
  const { facts } = health;
  const has = (kind: MatterKind) => health.matters.some((one) => one.kind === kind);
  const at = (instant: number) => local(view, instant, view.zone);
  const backend = own.backend[report.built?.queue ?? 'postgresql'];
  const since = queue.since === null ? '' : `${view.words.separator}${own.queue.since(at(queue.since))}`;
  return (
    <section id="work">
      <h2>{own.title}</h2>
      <ul class="card facts-list">
        <Fact ok={isWorking(facts)}>{tick.workerAt === null ? own.noWorker : own.worker(at(tick.workerAt))}</Fact>
        {tick.sourceAt === null ? null : <Fact ok={!has('reader')}>{own.reader(at(tick.sourceAt))}</Fact>}
        {tick.hasLoops ? (
          <Fact ok={isWellHere(facts)}>
            {tick.hereMs === null ? own.noTick : own.tick(Math.round(tick.hereMs / 1_000))}
          </Fact>
        ) : (
          <li class="soft">{own.noLoops}</li>
        )}
        <Fact ok={queue.connected}>
          {(queue.connected ? own.queue.connected(backend) : own.queue.away(backend)) + since}
        </Fact>
        {Object.entries(queue.depth ?? {}).map(([name, { waiting, active, delayed }]) => (
          <li class="soft">{own.jobs(name, waiting, active, delayed)}</li>
        ))}
        {view.principal?.scopes.has('admin') ? (
          <li>
            <a href={href(view, '/system/queues')}>{own.queues}</a>
          </li>
        ) : null}
        {mail.ok && mail.state === 'files only' && !mail.toldNobody ? (
          <li>{own.mail.files}</li>
        ) : (
          <Fact ok={mail.ok && !mail.toldNobody}>
            {mail.ok ? own.mail[mail.transport] : own.mail.bad(mail.reason ?? '')}
          </Fact>
        )}
        <Outbox view={view} words={words} outbox={mail.outbox} />
        <li>
          <a href={href(view, '/refusals')}>{own.refusals(refusals.kept, refusals.recent)}</a>
        </li>
      </ul>
    </section>
  );
}

function Outbox({
  view,
  words,
  outbox,
}: Pick<SystemProps, 'view' | 'words'> & { outbox: SystemProps['report']['mail']['outbox'] }) {
  const states = (['pending', 'sending', 'unknown', 'undeliverable'] as const).filter(
    (state) => (outbox[state] ?? 0) > 0,
  );
  return (
    <li>
      {words.work.outbox}:{' '}
      {states.length === 0
        ? words.work.outboxEmpty
        : states.map((state, at) => (
            <>
              {at === 0 ? '' : view.words.separator}
              <a href={href(view, '/mails', { state })}>
                {view.words.mails.state[state]} {outbox[state]}
              </a>
            </>
          ))}
    </li>
  );
}

/** What a start with broken files did without: a line each, none when it is whole. */
function startedWithout(
  { kept = [], leftOut = [] }: Pick<ConfigHealth, 'kept' | 'leftOut'>,
  own: SystemProps['words']['config'],
  shopName: SystemProps['shopName'],
): string[] {
  return [
    ...(leftOut.length > 0 ? [own.leftOut(leftOut.join(', '))] : []),
    ...(kept.length > 0 ? [own.kept(kept.map(shopName).join(', '))] : []),
  ];
}

export function ConfigSection({ view, words, report, shopName }: SystemProps) {
  const own = words.config;
  const { revision, shops, files, recent } = report.config;
  const at = (instant: number) => local(view, instant, view.zone);
  const since = files === null ? '' : `${view.words.separator}${own.since(at(files.since))}`;
  return (
    <section id="config">
      <h2>{own.title}</h2>
      <ul class="card facts-list">
        <li>{own.inForce(revision, shops) + since}</li>
        {files?.brokenSince == null ? null : <li class="bad">{own.broken(at(files.brokenSince))}</li>}
        {files === null ? null : startedWithout(files, own, shopName).map((line) => <li class="bad">{line}</li>)}
        {(files?.faults ?? []).map((fault) => (
          <li class="soft">{sayingInWords(fault, view.language)}</li>
        ))}
        {files?.heldSince == null || files.held === null ? null : (
          <li class="bad">{own.held(at(files.heldSince), files.held.shops.length, files.held.inquiries)}</li>
        )}
        {recent.map(({ shop, at: when, who, cause, difference }) => (
          <li>
            <span class="soft">{[at(when), own.cause[cause], ...(who === null ? [] : [who])].join(' ')}</span>{' '}
            {shop === '' ? own.service : <a href={href(view, shopPath(shop))}>{shopName(shop)}</a>}
            <div class="soft">{difference[view.language].join(view.words.separator)}</div>
          </li>
        ))}
      </ul>
    </section>
  );
}

export function CalendarsSection({ view, words, report, shopName }: SystemProps) {
  const own = words.calendars;
  const { calendars, failing, held, drifting, troubled, drift } = report.calendars;
  const at = (instant: number) => local(view, instant, view.zone);
  const toCalendar = (shop: string) => <a href={href(view, `${shopPath(shop)}/calendar`)}>{shopName(shop)}</a>;
  return (
    <section id="calendars">
      <h2>{own.title}</h2>
      <ul class="card facts-list">
        <li>{calendars === 0 ? own.none : own.counts(calendars, failing, held, drifting)}</li>
        {troubled.map(({ shop, name, failingSince, heldSince }) => (
          <li>
            {toCalendar(shop)} {name === '' ? 'RMS' : name}{' '}
            <span class="soft">
              {[
                ...(failingSince === null ? [] : [own.failing(at(failingSince))]),
                ...(heldSince === null ? [] : [own.held(at(heldSince))]),
              ].join(view.words.separator)}
            </span>
          </li>
        ))}
        {drift.map(({ shop, since }) => (
          <li>
            {toCalendar(shop)} <span class="soft">{own.drift(at(since))}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

export function MutesSection({ view, words, report, shopName }: SystemProps) {
  const own = words.mutes;
  const { shops, inquiries, inHand, next } = report.mutes;
  return (
    <section>
      <h2>{own.title}</h2>
      <ul class="card facts-list">
        <li>{own.counts(shops, inquiries, inHand)}</li>
        {next.map(({ kind, shop, inquiry, until, by, why }) => (
          <li>
            <a href={href(view, inquiry === null ? shopPath(shop) : inquiryPath(shop, inquiry))}>
              {shopName(shop)} {inquiry ?? own.wholeShop}
            </a>{' '}
            <span class="soft">
              {[own.kind[kind], own.until(local(view, until, view.zone)), by, why]
                .filter((part) => part !== '')
                .join(view.words.separator)}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

export function BuiltSection({ view, words, report }: SystemProps) {
  const own = words.built;
  const { built, versions } = report;
  const parts = [
    ...(built === null ? [] : [own.version(built.version), own.database[built.database]]),
    own.postgres(versions.postgres),
    own.node(versions.node),
  ];
  return (
    <section>
      <h2>{own.title}</h2>
      <p class="card">{parts.join(view.words.separator)}</p>
    </section>
  );
}

/** A fact that is well or not, said by its words; the icon only repeats them. */
function Fact({ ok, children }: { readonly ok: boolean; readonly children?: Child }) {
  return (
    <li class={ok ? 'good' : 'bad'}>
      <Icon name={ok ? 'ok' : 'unknown'} />
      <span>{children}</span>
    </li>
  );
}
