// Several inquiries at once: a box to tick each, then hand them over, free them, or promise answers. One form, without scripts.

import type { ShopConfig } from '../../../config/input/shop-settings.ts';
import type { Calendar } from '../../../core/calendar/calendar.ts';
import type { Zone } from '../../../core/time/zone.ts';
import type { OpenInquiry } from '../../../service/board/read-open-page.ts';
import { By, Reason } from '../inquiry/fields.tsx';
import { Holder } from '../inquiry/holder.tsx';
import { PromiseFields } from '../inquiry/promise-fields.tsx';
import { endChoices } from '../inquiry/until.ts';
import { Page } from '../layout.tsx';
import { aboutInWords, Hand } from '../list/row.tsx';
import { Badge, Form, leftInWords } from '../parts.tsx';
import { due, href, inquiryPath, shopPath, type View } from '../view.ts';
import { PEOPLE_WORDS } from './words.ts';

export interface TogetherPageProps {
  readonly view: View;
  readonly shop: ShopConfig;
  readonly calendar: Calendar;
  readonly items: readonly OpenInquiry[];
  /** There are more than are shown. */
  readonly isCut: boolean;
  /** Whose they are; undefined: anybody's. */
  readonly who: string | undefined;
  /** The numbers that are ticked. */
  readonly ticked: ReadonlySet<string>;
  /** What was wrong with what was sent, in words. */
  readonly fault: string | null;
}

export function TogetherPage(props: TogetherPageProps) {
  const { view, shop, items, isCut, who, fault } = props;
  const words = PEOPLE_WORDS[view.language].together;
  const title = who === undefined ? words.title : words.titleOf(who);
  return (
    <Page view={view} title={`${shop.name} ${title}`}>
      <p class="crumb">
        <a href={href(view, shopPath(shop.id))}>{shop.name}</a> ›{' '}
        <a href={href(view, `${shopPath(shop.id)}/people`)}>{PEOPLE_WORDS[view.language].title}</a>
      </p>
      <div class="head">
        <h1>{title}</h1>
        <p class="soft">{words.lead}</p>
      </div>
      {fault === null ? null : (
        <p class="notice bad" role="alert">
          {fault}
        </p>
      )}
      {items.length === 0 ? <p class="card empty">{words.none}</p> : <Choice {...props} />}
      {isCut ? <p class="more soft">{words.more(items.length)}</p> : null}
    </Page>
  );
}

function Choice({ view, shop, calendar, items, who, ticked }: TogetherPageProps) {
  const words = PEOPLE_WORDS[view.language].together;
  return (
    <Form view={view} action={`${shopPath(shop.id)}/together`} class="together">
      {who === undefined ? null : <input type="hidden" name="from" value={who} />}
      <fieldset>
        <legend class="unseen">{words.choose}</legend>
        <ol class="rows">
          {items.map((row) => (
            <Row view={view} shop={shop.id} row={row} zone={calendar.zone} isTicked={ticked.has(row.inquiry)} />
          ))}
        </ol>
      </fieldset>
      <section class="card" aria-labelledby="hand-over">
        <h2 id="hand-over">{words.hand}</h2>
        <div class="fields">
          <By view={view} id="together-by" />
          <Holder view={view} shop={shop} id="together-to" from={who} chosen={view.query.to} />
          <div class="field">
            <label for="together-hold">{words.hold}</label>
            <select id="together-hold" name="hold">
              {who === undefined ? null : <option value="">{words.keep}</option>}
              {endChoices(view, { calendar, now: view.now }).map(({ value, label }) => (
                <option value={value}>{label}</option>
              ))}
            </select>
          </div>
          <Reason id="together-why" label={words.note} placeholder={words.notePlaceholder} value={view.query.why} />
        </div>
        <div class="buttons">
          <button type="submit" name="do" value="hand-over" class="main">
            {words.give}
          </button>
          <button type="submit" name="do" value="free">
            {words.free}
          </button>
        </div>
      </section>
      <details class="card">
        <summary>{words.promise}</summary>
        <div class="fields">
          <PromiseFields view={view} calendar={calendar} isWaiting />
        </div>
        <div class="buttons">
          <button type="submit" name="do" value="promise">
            {words.promiseAct}
          </button>
        </div>
      </details>
    </Form>
  );
}

interface RowProps {
  readonly view: View;
  readonly shop: string;
  readonly row: OpenInquiry;
  readonly zone: Zone;
  readonly isTicked: boolean;
}

function Row({ view, shop, row, zone, isTicked }: RowProps) {
  const { words } = view;
  const deadline = row.deadlines === null ? words.shop.noDeadline : due(view, row.deadlines.at.breach, zone);
  return (
    <li class="row choose">
      <label>
        <input type="checkbox" name="inquiry" value={row.inquiry} checked={isTicked} />
        <span class="unseen">{PEOPLE_WORDS[view.language].together.chooseOne(row.inquiry)}</span>
      </label>
      <div class="step">
        <Badge view={view} level={row.level} policy={row.policy} />
      </div>
      <div class="about">
        <a class="number" href={href(view, inquiryPath(shop, row.inquiry))}>
          {row.inquiry}
        </a>
        <div class="soft">{aboutInWords(view, row)}</div>
      </div>
      <dl class="facts">
        <div>
          <dt>{words.shop.due}</dt>
          <dd class="keep">{deadline}</dd>
        </div>
        <div>
          <dt>{words.shop.left}</dt>
          <dd class={row.level === 'none' ? 'keep' : 'keep strong'}>{leftInWords(view, row, zone)}</dd>
        </div>
      </dl>
      <div class="act">
        <Hand view={view} shop={shop} row={row} zone={zone} />
      </div>
    </li>
  );
}
