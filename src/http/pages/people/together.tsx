// Several inquiries at once, of one shop or of several: a box to tick each, then hand them over, free them, or promise answers. One form, without scripts.

import { openZone } from '../../../core/time/zone.ts';
import { By, Reason } from '../inquiry/fields.tsx';
import { Holder } from '../inquiry/holder.tsx';
import { PromiseFields } from '../inquiry/promise-fields.tsx';
import { type Days, endChoices } from '../inquiry/until.ts';
import { Page } from '../layout.tsx';
import { boxOf } from '../list/boxes.ts';
import { aboutInWords, Hand } from '../list/row.tsx';
import type { Listed } from '../list/table.tsx';
import { Badge, Form, leftInWords } from '../parts.tsx';
import { due, href, inquiryPath, type View } from '../view.ts';
import { PEOPLE_WORDS } from './words.ts';

interface Crumb {
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly label: string;
}

export interface TogetherPageProps {
  readonly view: View;
  /** The shop's name; null: of several. */
  readonly of: string | null;
  /** The pages above. */
  readonly crumbs: readonly Crumb[];
  /** Where the form is sent. */
  readonly path: string;
  /** What the list asked for to which it leads back; null: it leads elsewhere. */
  readonly list: string | null;
  readonly days: Days;
  readonly items: readonly Listed[];
  readonly isOverShops: boolean;
  /** There are more than are shown. */
  readonly isCut: boolean;
  /** Whose they are; undefined: anybody's. */
  readonly who: string | undefined;
  /** The boxes that are ticked. */
  readonly ticked: ReadonlySet<string>;
  /** What was wrong with what was sent, in words. */
  readonly fault: string | null;
}

export function TogetherPage(props: TogetherPageProps) {
  const { view, of, crumbs, items, isCut, who, fault } = props;
  const words = PEOPLE_WORDS[view.language].together;
  const title = who === undefined ? words.title : words.titleOf(who);
  return (
    <Page view={view} title={of === null ? title : `${of} ${title}`}>
      <p class="crumb">
        {crumbs.map(({ path, query, label }, at) => (
          <>
            {at === 0 ? '' : ' › '}
            <a href={href(view, path, query)}>{label}</a>
          </>
        ))}
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

function Choice({ view, path, list, days, items, isOverShops, who, ticked }: TogetherPageProps) {
  const words = PEOPLE_WORDS[view.language].together;
  const shops = [...new Set(items.map(({ shop }) => shop))];
  return (
    <Form view={view} action={path} class="together">
      {list === null ? null : <input type="hidden" name="list" value={list} />}
      {who === undefined ? null : <input type="hidden" name="from" value={who} />}
      <fieldset>
        <legend class="unseen">{words.choose}</legend>
        <ol class="rows">
          {items.map((item) => (
            <Row view={view} item={item} isOverShops={isOverShops} ticked={ticked} />
          ))}
        </ol>
      </fieldset>
      <section class="card" aria-labelledby="hand-over">
        <h2 id="hand-over">{words.hand}</h2>
        <div class="fields">
          <By view={view} id="together-by" />
          <Holder view={view} shops={shops} id="together-to" from={who} chosen={view.query.to} />
          <div class="field">
            <label for="together-hold">{words.hold}</label>
            <select id="together-hold" name="hold">
              {who === undefined ? null : <option value="">{words.keep}</option>}
              {endChoices(view, { calendar: days, now: view.now }).map(({ value, label }) => (
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
          <PromiseFields view={view} calendar={days} isWaiting />
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
  readonly item: Listed;
  readonly isOverShops: boolean;
  readonly ticked: ReadonlySet<string>;
}

function Row({ view, item, isOverShops, ticked }: RowProps) {
  const { words } = view;
  const { shop, row } = item;
  const zone = openZone(shop.timeZone);
  const box = boxOf(item, isOverShops);
  const deadline = row.deadlines === null ? words.shop.noDeadline : due(view, row.deadlines.at.breach, zone);
  return (
    <li class="row choose">
      <label>
        <input type="checkbox" name="inquiry" value={box.value} checked={ticked.has(box.value)} />
        <span class="unseen">{PEOPLE_WORDS[view.language].together.chooseOne(box.name)}</span>
      </label>
      <div class="step">
        <Badge view={view} level={row.level} policy={row.policy} />
      </div>
      <div class="about">
        <a class="number" href={href(view, inquiryPath(shop.id, row.inquiry))}>
          {row.inquiry}
        </a>
        {isOverShops ? <div>{shop.name}</div> : null}
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
        <Hand view={view} shop={shop.id} row={row} zone={zone} />
      </div>
    </li>
  );
}
