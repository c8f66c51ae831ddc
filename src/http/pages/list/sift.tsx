// How a list of inquiries is narrowed: one-tap views, a small form, and the filters in force, each to be taken off.
// What the form offers of a shop is read from all its open inquiries, so it is there only when it was asked for.

import type { ByStep } from '../../../core/model.ts';
import { STEPS } from '../../../core/model.ts';
import { formatDate } from '../../../core/time/civil-date.ts';
import { rangeInWords } from '../../../core/time/day-ranges.ts';
import { WATCH_DAYS, type WatchCounts } from '../../../service/board/read-watches.ts';
import { Watches } from '../drawer/watches.tsx';
import { DRAWER_WORDS } from '../drawer/words.ts';
import { Icon } from '../parts.tsx';
import { href, thisYear, type View } from '../view.ts';
import {
  FILTER_KEYS,
  type FilterKey,
  GROUPS,
  type HandKey,
  type ListQuery,
  nameIn,
  partsOf,
  queryOf,
  STATUSES,
} from './filters.ts';
import type { GroupCounts } from './groups.tsx';
import { FORM, type Place, sameMoment, siftedPath } from './place.ts';
import { LIST_WORDS } from './words.ts';

export interface Kinds {
  readonly channels: readonly string[];
  /** Null: too many to offer, they are typed. */
  readonly categories: readonly string[] | null;
}

export interface SiftProps {
  readonly view: View;
  readonly place: Place;
  /** The steps in the words of the shop's policies. */
  readonly names: ByStep<string>;
  readonly query: ListQuery;
  /** What can be chosen in the form; null while it is not open. */
  readonly kinds: Kinds | null;
  /** Whether the asker has a name of their own, so that "mine" means something. */
  readonly hasName: boolean;
  /** How many each watch has; null where they are not shown. */
  readonly watches: WatchCounts | null;
  /** How many each group has of all that is listed there; null where it is not known. */
  readonly counts: GroupCounts;
  /** The page of the same inquiries with a box to tick each; null where there is none. */
  readonly together: string | null;
}

export function Sift(props: SiftProps) {
  const isSifted = props.kinds !== null || inForce(props.query).length > 0;
  return (
    <div class={isSifted ? 'sift sifted' : 'sift'}>
      <Views {...props} />
      <TogetherLink {...props} />
      {props.kinds === null ? <OpenForm {...props} /> : <SiftForm {...props} kinds={props.kinds} />}
      <InForce {...props} />
    </div>
  );
}

function Views({ view, place, query, hasName, counts, watches }: SiftProps) {
  const { views, groups, count } = LIST_WORDS[view.language];
  const { isOpen, isFinished, watch } = partsOf(query);
  // Whoever looks at what is over goes back to all that wait.
  const { step, channel, category, q } = query;
  const rest: ListQuery = isOpen
    ? { ...query, due: undefined, hand: undefined, muted: undefined }
    : { step, channel, category, q };
  const links: readonly (readonly [string, ListQuery, boolean])[] = [
    [
      views.all,
      rest,
      isOpen && query.due === undefined && query.hand === undefined && query.muted === undefined && watch === null,
    ],
    ...GROUPS.map((due) => {
      const label = counts === null ? groups[due] : count(groups[due], counts[due]);
      return [label, { ...rest, due }, isOpen && query.due === due] as const;
    }),
    [views.finished, { ...rest, watch: undefined, days: undefined, status: 'finished' }, isFinished && !isOpen],
    [views.free, { ...rest, hand: 'free' }, query.hand === 'free'],
    [views.taken, { ...rest, hand: 'taken' }, query.hand === 'taken'],
    ...(hasName ? ([[views.mine, { ...rest, hand: 'mine' }, query.hand === 'mine']] as const) : []),
  ];
  return (
    <nav class="views" aria-label={views.title}>
      {links.map(([label, to, isCurrent]) => (
        <a href={siftedPath(view, place, to)} aria-current={isCurrent ? 'true' : undefined}>
          {label}
        </a>
      ))}
      <Watches view={view} place={place} query={query} counts={watches} />
    </nav>
  );
}

function TogetherLink({ view, together }: SiftProps) {
  return together === null ? null : <a href={together}>{LIST_WORDS[view.language].together}</a>;
}

function OpenForm({ view, place, query }: SiftProps) {
  const asked = { ...place.kept, ...queryOf(query), ...sameMoment(view), [FORM.name]: FORM.open };
  const to = href(view, place.path, asked);
  return (
    <a class="sift-open" href={`${to}#sift-q`} aria-keyshortcuts="/">
      <Icon name="search" />
      {LIST_WORDS[view.language].filter.title}
    </a>
  );
}

function SiftForm({ view, place, names, query, kinds }: SiftProps & { readonly kinds: Kinds }) {
  const { filter } = LIST_WORDS[view.language];
  const { channel } = view.words;
  return (
    <form class="sift-form card" method="get" action={place.path} aria-label={filter.title}>
      {view.language === 'en' ? <input type="hidden" name="lang" value="en" /> : null}
      {Object.entries({
        ...place.kept,
        ...queryOf(unasked(query)),
        ...sameMoment(view),
      }).map(([name, value]) => (
        <input type="hidden" name={name} value={value} />
      ))}
      <label class="wide">
        {filter.q}
        <input id="sift-q" type="search" name="q" value={query.q ?? ''} maxlength={200} aria-keyshortcuts="/" />
      </label>
      <Choice view={view} name="status" query={query} options={STATUSES.map((one) => [one, filter.statuses[one]])} />
      <Choice view={view} name="step" query={query} options={STEPS.map((step) => [step, names[step]])} />
      <Choice view={view} name="channel" query={query} options={kinds.channels.map((id) => [id, channel(id)])} />
      {kinds.categories === null ? (
        <label>
          {filter.category}
          <input id="sift-category" name="category" value={query.category ?? ''} maxlength={200} />
        </label>
      ) : (
        <Choice view={view} name="category" query={query} options={kinds.categories.map((each) => [each, each])} />
      )}
      <label>
        {filter.from}
        <input type="date" name="from" value={query.ended && formatDate(query.ended.from)} />
      </label>
      <label>
        {filter.to}
        <input type="date" name="to" value={query.ended && formatDate(query.ended.to)} />
      </label>
      <label>
        {filter.by}
        <input name="by" value={query.by ?? ''} maxlength={200} />
      </label>
      <button type="submit">{filter.go}</button>
    </form>
  );
}

interface ChoiceProps {
  readonly view: View;
  readonly name: 'status' | 'step' | 'channel' | 'category';
  readonly query: ListQuery;
  readonly options: readonly (readonly [value: string, label: string])[];
}

function Choice({ view, name, query, options }: ChoiceProps) {
  const { filter } = LIST_WORDS[view.language];
  const value = query[name] ?? '';
  // What is asked for stays to be seen also when no open inquiry is of that kind any more.
  const all = value === '' || options.some(([one]) => one === value) ? options : [...options, [value, value] as const];
  return (
    <label>
      {filter[name]}
      <select id={`sift-${name}`} name={name}>
        <option value="">{filter.any}</option>
        {all.map(([one, label]) => (
          <option value={one} selected={one === value}>
            {label}
          </option>
        ))}
      </select>
    </label>
  );
}

/** What the form does not ask for, and keeps. */
const unasked = ({ due, hand, muted, watch, days }: ListQuery): ListQuery => ({ due, hand, muted, watch, days });

/** The watch says its days. */
const inForce = (query: ListQuery): FilterKey[] =>
  FILTER_KEYS.filter((key) => key !== 'days' && query[key] !== undefined);

function InForce({ view, place, names, query }: SiftProps) {
  const { filter } = LIST_WORDS[view.language];
  const active = inForce(query);
  if (active.length === 0) return null;
  return (
    <ul class="in-force" aria-label={filter.active}>
      {active.map((key) => {
        const words = inWords(view, names, query, key);
        return (
          <li>
            <a href={siftedPath(view, place, { ...query, [key]: undefined })} aria-label={filter.drop(words)}>
              {words}
              <Icon name="close" />
            </a>
          </li>
        );
      })}
      {active.length < 2 ? null : (
        <li>
          <a class="clear" href={siftedPath(view, place, {})}>
            {filter.clear}
          </a>
        </li>
      )}
    </ul>
  );
}

function handInWords({ language }: View, hand: HandKey): string {
  const { views, said } = LIST_WORDS[language];
  const name = nameIn(hand);
  return name === null ? said.hand(views[hand as keyof typeof views]) : said.handOf(name);
}

function inWords(view: View, names: ByStep<string>, query: ListQuery, key: FilterKey): string {
  const { groups, said, filter } = LIST_WORDS[view.language];
  const { step, hand, channel, due, status, ended, watch, days = WATCH_DAYS } = query;
  if (key === 'watch' && watch !== undefined) return said.watch(DRAWER_WORDS[view.language].watches[watch](days));
  if (key === 'status' && status !== undefined) return said.status(filter.statuses[status]);
  if (key === 'ended' && ended !== undefined)
    return said.ended(rangeInWords(ended, view.language, thisYear(view, view.zone)));
  if (key === 'due' && due !== undefined)
    return typeof due === 'object' ? said.dueOn(rangeInWords(due, view.language)) : groups[due];
  if (key === 'step' && step !== undefined) return said.step(names[step]);
  if (key === 'hand' && hand !== undefined) return handInWords(view, hand);
  if (key === 'muted') return said.muted;
  if (key === 'channel' && channel !== undefined) return said.channel(view.words.channel(channel));
  return key === 'due' || key === 'ended' || key === 'days' ? '' : said[key](query[key] ?? '');
}
