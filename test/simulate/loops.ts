// Which loops look for what, and when the first of it falls due by what is stored.

import type { Rest } from './host.ts';

/** What a loop looks for. */
export const KINDS = ['steps', 'lists', 'claims', 'calendars', 'goals', 'sources', 'recounts', 'upkeep'] as const;
export type Kind = (typeof KINDS)[number];

/** Epoch ms; null: nothing. */
export interface Dues extends Readonly<Record<Kind, number | null>> {
  /** What was due before and waits still, for a server, another mail or a recount: once it is another, loops look. */
  readonly waiting: string;
  /** A source cannot be read: at some moment between two tries it will have been silent for too long. */
  readonly isBlind: boolean;
}

const BY_LOOP: Readonly<Record<string, Kind>> = {
  lists: 'lists',
  claims: 'claims',
  calendars: 'calendars',
  goals: 'goals',
  source: 'sources',
  watch: 'sources',
  recount: 'recounts',
  counts: 'upkeep',
  retention: 'upkeep',
};

/** Two loops are called `mail`: that which makes mails looks every 30 s, that which looks at the server more often. */
export const kindOf = ({ loop, ms }: Rest): Kind =>
  loop === 'mail' && ms === 5_000 ? 'upkeep' : (BY_LOOP[loop] ?? 'steps');

/** These look every second; a worker does while it has not armed lately, because arming sleeps. */
const BRISK = ['recount', 'counts', 'worker'];

/** A loop that failed, and tries again in a second. */
export const isRetry = ({ loop, ms }: Rest): boolean => ms === 1_000 && !BRISK.includes(loop);

/** From 17:50 in Japan on what operations are told of calendars is of the next day. */
const OPS_DAY_ENDS = "interval '8 hours 50 minutes'";
/** Where the day begins, in Japan, of which they are told now. */
const OPS_DAY = `date_trunc('day', $1 + interval '1 day' - ${OPS_DAY_ENDS}) - interval '9 hours'`;

/** What falls due first after $1, for each kind; $2: the next night; $3: shops whose sources may show something new. */
export const NEXT_DUE = `
  with due (kind, at) as (
    select 'steps', greatest(min(next_due_at), $1::timestamptz) from episode having min(next_due_at) is not null
    union all select 'steps', greatest(min(next_due_at), $1) from promise having min(next_due_at) is not null
    union all select 'steps', min(next_attempt_at) from outbox where next_attempt_at > $1
    union all select 'steps', min(slot_at) from step where (owner_owed or ops_owed) and slot_at > $1
    union all select 'steps', min(send_at) from notice where owed and send_at > $1
    union all select 'steps', min(until_at) from notice where owed and until_at > $1
    union all select 'steps', min(until_at) from mute where lifted_at is null and until_at > $1
    union all select 'steps', greatest(min(claimed_until), $1) from daily_proof where made_at is null having count(*) > 0
    union all select 'steps', $2::timestamptz
    union all select 'lists', greatest(min(next_at), $1) from list_slot having min(next_at) is not null
    union all select 'claims', min(claimed_at + interval '2 minutes') from outbox
      where state = 'sending' and claimed_at + interval '2 minutes' > $1
    union all select 'calendars', greatest(min(next_look_at), $1) from calendar_look having min(next_look_at) is not null
    union all select 'calendars', date_trunc('day', $1 - ${OPS_DAY_ENDS}) + interval '1 day' + ${OPS_DAY_ENDS}
      where exists (select 1 from calendar_notice where told_at is null)
    union all select 'calendars', $1 where exists (select 1 from calendar_notice where told_at is null)
      and not exists (select 1 from outbox where kind = 'calendar' and slot_at = ${OPS_DAY})
    union all select 'goals', greatest(min(next_due_at), $1) from episode having min(next_due_at) is not null
    union all select 'goals', min(made_at + interval '7 days') from goal_warning
      where over_at is not null and made_at + interval '7 days' > $1
    union all select 'goals', $1 where exists (select 1 from goal_mark)
    union all select 'goals', $2
    union all select 'sources', min(greatest(next_poll_at, claimed_until, $1)) from source
      where last_complete_at is null or failing_since is not null or shop = any($3::text[])
        or claimed_until is not null or rows_at is distinct from last_complete_at
    union all select 'sources', min(greatest(next_read_at, claimed_until, $1)) from outside_calendar where source <> 'rms'
    union all select 'recounts', $1 where exists (select 1 from shop where recounts_wanted <> recounts_done)
    union all select 'upkeep', min(next_look_at) from mail_health where not ok or paused_until is not null
  )
  select ${KINDS.map((kind) => `(extract(epoch from min(at) filter (where kind = '${kind}')) * 1000)::float8 as ${kind}`).join(', ')},
    concat_ws(' ',
      (select concat(count(*), max(next_attempt_at)) from outbox where next_attempt_at <= $1),
      (select concat(count(*), max(slot_at)) from step where (owner_owed or ops_owed) and slot_at <= $1),
      (select concat(count(*), max(send_at)) from notice where owed and send_at <= $1),
      (select count(*) from notice n join episode e on e.id = n.episode_id
        where n.owed and n.send_at <= $1 and e.ended_at is not null),
      (select count(*) from shop where recounts_wanted <> recounts_done)) as waiting,
    exists (select 1 from source where failing_since is not null)
      or exists (select 1 from outside_calendar where failing_since is not null) as "isBlind"
  from due`;

/** What rounds that were slept over until $1 would have left behind: signs, and reads of all sources but $2 that showed nothing new. */
export const SIGN = `
  with tick as (update worker_tick set at = greatest(at, $1::timestamptz)),
  read as (
    update source set last_complete_at = to_at, rows_at = to_at, next_poll_at = to_at + interval '5 minutes' from (
      select shop as of, last_complete_at + interval '5 minutes'
        * floor(extract(epoch from $1 - last_complete_at) / 300)::float8 as to_at from source) s
    where shop = of and next_poll_at <= $1 and shop <> all($2::text[])
      and rows_at = last_complete_at and failing_since is null and claimed_until is null)
  update service_sign set at = greatest(at, $1) where name = 'source-tick'`;
