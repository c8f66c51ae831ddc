// The people of a shop with what each has to do, and the way to hand it over.

import type { ShopConfig } from '../../../config/input/shop-settings.ts';
import { formatDay } from '../../../core/time/format.ts';
import { openZone, type Zone } from '../../../core/time/zone.ts';
import type { PeopleLoad, PersonLoad } from '../../../service/board/read-people.ts';
import { Page } from '../layout.tsx';
import { inHandOf, queryOf } from '../list/filters.ts';
import { due, href, shopPath, type View } from '../view.ts';
import { PEOPLE_WORDS } from './words.ts';

export interface PeoplePageProps {
  readonly view: View;
  readonly shop: ShopConfig;
  readonly load: PeopleLoad;
}

export function PeoplePage({ view, shop, load }: PeoplePageProps) {
  const words = PEOPLE_WORDS[view.language];
  return (
    <Page view={view} title={`${shop.name} ${words.title}`}>
      <p class="crumb">
        <a href={href(view, shopPath(shop.id))}>{shop.name}</a>
      </p>
      <div class="head">
        <h1>{words.title}</h1>
        <p class="soft">{words.lead}</p>
      </div>
      <DoneNotice view={view} />
      {load.people.length === 0 ? (
        <p class="card empty">{words.nobody}</p>
      ) : (
        <Loads view={view} shop={shop} load={load} />
      )}
      <p class="more">
        {words.free(load.free, load.unanswered)}{' '}
        {load.free === 0 ? null : <a href={href(view, shopPath(shop.id), { hand: 'free' })}>{words.showFree}</a>}
      </p>
    </Page>
  );
}

/** What has just been done, as the address says it. */
function DoneNotice({ view }: { view: View }) {
  const { done: words } = PEOPLE_WORDS[view.language];
  const { done, to = '' } = view.query;
  const [count, left] = [countIn(view.query.count), countIn(view.query.left)];
  if (done !== 'handed' && done !== 'freed' && done !== 'promised') return null;
  return (
    <p class={left === 0 ? 'notice good' : 'notice bad'} role="status">
      {count === 0 ? null : done === 'handed' ? words.handed(count, to.slice(0, 80)) : words[done](count)}
      {left === 0 ? null : ` ${words.left(left)}`}
    </p>
  );
}

const countIn = (text = ''): number => (/^\d{1,4}$/.test(text) ? Number(text) : 0);

function Loads({ view, shop, load }: PeoplePageProps) {
  const words = PEOPLE_WORDS[view.language];
  const zone = openZone(shop.timeZone);
  const mayAct = view.principal?.scopes.has('act') ?? false;
  const heads = [words.inHand, words.dueToday, words.overdue, words.nextDue, words.promised];
  return (
    <div class="card">
      <table class="cards">
        <caption>{words.caption}</caption>
        <thead>
          <tr>
            <th scope="col">{words.name}</th>
            {heads.map((head) => (
              <th scope="col">{head}</th>
            ))}
            {mayAct ? <th scope="col">{words.handOver}</th> : null}
          </tr>
        </thead>
        <tbody>
          {load.people.map((person) => (
            <Load view={view} shop={shop} person={person} zone={zone} mayAct={mayAct} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface LoadProps {
  readonly view: View;
  readonly shop: ShopConfig;
  readonly person: PersonLoad;
  readonly zone: Zone;
  readonly mayAct: boolean;
}

function Load({ view, shop, person, zone, mayAct }: LoadProps) {
  const words = PEOPLE_WORDS[view.language];
  const { name, inHand, dueToday, overdue, nextDueAt, promised, broken } = person;
  const of = { view, shop, name };
  return (
    <tr>
      <th scope="row">
        <span class="name">{name}</span>
        <Remarks view={view} person={person} />
      </th>
      <td data-label={words.inHand}>
        <Held {...of} count={inHand} />
      </td>
      <td data-label={words.dueToday}>
        <Held {...of} count={dueToday} due="today" />
      </td>
      <td data-label={words.overdue}>
        <Held {...of} count={overdue} due="overdue" />
      </td>
      <td data-label={words.nextDue}>
        <span class="keep">{nextDueAt === null ? '–' : due(view, nextDueAt, zone)}</span>
      </td>
      <td data-label={words.promised}>
        <Promises {...of} promised={promised} broken={broken} />
      </td>
      {mayAct ? (
        <td data-label={words.handOver}>
          {inHand === 0 ? (
            '–'
          ) : (
            <a href={href(view, `${shopPath(shop.id)}/together`, { who: name })} aria-label={words.handOverOf(name)}>
              {words.handOver}
            </a>
          )}
        </td>
      ) : null}
    </tr>
  );
}

interface HeldProps {
  readonly view: View;
  readonly shop: ShopConfig;
  readonly name: string;
  readonly count: number;
  readonly due?: 'today' | 'overdue';
}

/** How many somebody has in hand, as the way to just these. */
function Held({ view, shop, name, count, due }: HeldProps) {
  const words = PEOPLE_WORDS[view.language];
  if (count === 0) return words.count(0);
  const to = href(view, shopPath(shop.id), queryOf({ hand: inHandOf(name), due }));
  return (
    <a class={due === 'overdue' ? 'badge level-breach' : undefined} href={to}>
      {words.count(count)}
    </a>
  );
}

type PromisesProps = Omit<HeldProps, 'count' | 'due'> & Pick<PersonLoad, 'promised' | 'broken'>;

/** How many they have promised, and how many of these are broken, as the ways to just these. */
function Promises({ view, shop, name, promised, broken }: PromisesProps) {
  const words = PEOPLE_WORDS[view.language];
  if (promised === 0) return words.count(0);
  const to = (due?: 'overdue') => href(view, shopPath(shop.id), queryOf({ promised: name, due }));
  return (
    <>
      <a href={to()}>{words.count(promised)}</a>{' '}
      {broken === 0 ? null : (
        <a class="badge level-breach" href={to('overdue')}>
          {words.broken(broken)}
        </a>
      )}
    </>
  );
}

function Remarks({ view, person: { away, isNamed } }: { view: View; person: PersonLoad }) {
  const words = PEOPLE_WORDS[view.language];
  const said = [
    ...(away === null ? [] : [words.away(formatDay(away.until, view.language))]),
    ...(away?.standIn == null ? [] : [words.standIn(away.standIn)]),
    ...(isNamed ? [] : [words.stranger]),
  ];
  return said.map((words) => <div class="soft">{words}</div>);
}
