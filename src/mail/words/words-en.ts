// The mails' English: the same facts as words-ja.ts, with plurals.
import type { StepLength } from '../../core/model.ts';
import { en as lists } from './list-words-en.ts';
import type { Counts, TimeSpan, Words } from './words.ts';

const CHANNELS: Readonly<Record<string, string>> = { 'r-messe': 'R-Messe', mail: 'mail', chat: 'chat' };

/** Above the rows it speaks of all of them. */
const all = (inquiries: number, one: string, each: string): string => (inquiries === 1 ? one : `All ${each}`);

export const en: Words = {
  channel: (id) => CHANNELS[id] ?? id,
  kind: (parts) => parts.join(' / '),
  columns: {
    inquiry: 'Inquiry',
    received: 'Received',
    due: 'Due',
    left: 'Left',
    shop: 'Shop',
    unknownSince: 'Unknown since',
  },
  labelled: (label, value) => `${label}: ${value}`,
  joinFacts: (parts) => parts.join('; '),
  left: {
    overdue: { value: 'overdue', text: 'Left: none (overdue)' },
    today: { value: 'end of today', text: 'Left: until the end of today' },
    todayUntil: (time) => ({ value: `until ${time} today`, text: `Left: until ${time} today` }),
    days: (days) => ({
      value: plural(days, 'business day', 'business days'),
      text: `Left: ${plural(days, 'business day', 'business days')}`,
    }),
    open: (span) => ({ value: duration(span), text: `Left: ${duration(span)} of opening time` }),
    answered: (at) => ({ value: `Overdue, answered ${at}`, text: `Overdue, answered ${at}` }),
  },
  notes: {
    stepDue: (after, at) => (after === null ? `Alert due ${at}` : `${length(after)} passed ${at}`),
    late: {
      'before-watch': (inquiries) => `${all(inquiries, 'From', 'from')} before monitoring began.`,
      'learned-late': (inquiries) => `${all(inquiries, 'Told', 'told')} late, because it reached us late.`,
      down: (inquiries) => `${all(inquiries, 'Told', 'told')} late, because monitoring had stopped.`,
      recounted: (inquiries) =>
        `${all(inquiries, 'Due', 'due')} in hindsight, by a change of calendar or counting rule.`,
    },
    reminder: (number) => `Reminder ${number} of at most 5`,
    muted: (kind, { until, by, why }) => `${kind === 'in_hand' ? 'In hand' : 'Muted'} until ${until} by ${by}: ${why}`,
    provisional: 'Provisional: holidays not announced yet (equinox days) may change it.',
    notice: (why) => `Notice: ${why.join(', ')}`,
    item: (item) => `Item: ${item}`,
    zone: (zone) => `Times are local to ${zone}.`,
  },
  links: {
    answer: (channel) => `Answer in ${channel}`,
    detail: 'See how it is counted',
    board: 'Open the list of unanswered inquiries',
    take: 'Open, and take in hand',
    system: 'Open the state of monitoring',
  },
  more: (count) => `and ${count} more`,
  receiptsHeading: 'How each deadline is counted',
  counts: (counts) => sentenceParts(counts).join(', '),
  footer: {
    dataAsOf: (at, age) => (age === null ? `Data as of: ${at}` : `Data as of: ${at} (${duration(age)} ago)`),
    dataNever: 'Data as of: never read completely yet',
    dataPushed: 'Data: as other systems have sent it to us.',
    sentAt: (at, zone) => (zone === null ? `Sent: ${at}` : `Sent: ${at} (times are local to ${zone})`),
    from: (sender) => `Sender: ${sender}`,
    contact: (contacts) => `Contact: ${contacts.join(', ')}`,
    sendOnly: 'This address only sends. Replies are not read.',
  },
  owner: {
    subjects: (counts, day, channel, again) => {
      const label = `${again ? 'Reminder – ' : ''}${subjectLabel(counts)}`;
      const after = channel === null ? '' : ` (${channel})`;
      const until = counts.due > 0 ? 'by' : 'due';
      return [
        ...(channel === null ? [] : [{ before: `[${label}] ${until} ${day} – ${channel} / `, after: '' }]),
        { before: `[${label}] ${until} ${day} – `, after },
        { before: `[${label}] ${day} – `, after },
        { before: `[${label}] `, after },
      ];
    },
    salutation: (shop) => `To the manager of ${shop},`,
    contact: (shop, name) => `To ${name}, ${shop}`,
    standsInFor: (people) => `You stand in for ${people.join(', ')}, who ${people.length > 1 ? 'are' : 'is'} away.`,
    lead: ({ counts, channel, alertAfter }) => {
      const place = channel === null ? '' : ` in ${channel}`;
      const near = alertAfter === null ? 'near the deadline' : `past ${length(alertAfter)}`;
      const waiting = (count: number) => plural(count, 'inquiry', 'inquiries');
      if (counts.overdue === 0) return `${waiting(counts.due)}${place} ${be(counts.due)} unanswered and ${near}.`;
      const late = `${waiting(counts.overdue)}${place} ${be(counts.overdue)} unanswered past the deadline`;
      return counts.due === 0 ? `${late}.` : `${late}, and ${counts.due} more ${be(counts.due)} ${near}.`;
    },
    nearest: (due, left) => `Nearest deadline: ${due} (${left})`,
    next: (due, left) => `Next deadline: ${due} (${left})`,
    oldest: (due) => `Oldest deadline: ${due}`,
    alreadyTold: (count) =>
      `You were told earlier of ${plural(count, 'more inquiry', 'more inquiries')} still unanswered.`,
    reminded: (count, all) =>
      all
        ? 'A reminder: you were told of this before, and we have seen no reply since.'
        : `${plural(count, 'of them is a reminder', 'of them are reminders')}: you were told before.`,
    muted: (count) =>
      `${plural(count, 'more unanswered inquiry is', 'more unanswered inquiries are')} in hand or muted.`,
    howToMute: 'To mute an inquiry in hand until a date, ask the contact below.',
    caption: (count) => `Unanswered inquiries (${count}, most urgent first)`,
  },
  lists,
  clear: {
    subject: (inquiries) => ({ before: `[All clear: ${inquiries}] `, after: '' }),
    lead: (inquiries) =>
      `${plural(inquiries, 'unanswered inquiry', 'unanswered inquiries')} we told you of: all are dealt with now.`,
  },
  goal: {
    subject: (goals) => ({ before: `[Goals: ${goals} to look at] `, after: '' }),
    lead: (goals) => `${plural(goals, 'goal has', 'goals have')} little or nothing left for late replies.`,
    meaning: 'Counted are the inquiries that began in the days of the goal and are decided.',
    caption: (goals) => `Goals (${goals})`,
    goal: 'Goal',
    state: 'State',
    reason: 'Why',
    why: {
      spent: 'Nothing is left for late replies.',
      fast: 'The last seven days alone spent more than half of it.',
    },
  },
  season: {
    subject: (season) => ({ before: `[Closures] Nothing entered for ${season} – `, after: '' }),
    lead: (season, dates) => `No closed days are entered for ${season} (${dates}).`,
    lastYear: (dates) => `Last year the shop was closed on ${dates}.`,
    never: 'Nothing was ever entered for this season.',
    meaning: 'As it is, the days marked as business days below count towards the deadlines.',
    link: 'Open the shop’s page',
    caption: 'How the season counts now',
    date: 'Date',
    counts: 'Counts as',
    open: 'Business day',
    closed: (why) => `Closed (${why})`,
    more: (days) => `and ${plural(days, 'more day', 'more days')}`,
    whatToDo: (contacts) => [
      `If you close, tell operations${contacts.length > 0 ? ` (${contacts.join(', ')})` : ''} the closed days; if you stay open, the open ones.`,
      'Once either is entered, this mail does not come again.',
    ],
  },
  digest: {
    subject: (count, dates) => ({
      before: `[Before closing: ${count}] ${dates === null ? '' : `${dates} – `}`,
      after: '',
    }),
    lead: (dates) => `Closed from tomorrow: ${dates}`,
    reach: (count, until) =>
      `By the end of ${until}, ${plural(count, 'unanswered inquiry', 'unanswered inquiries')} will reach the step shown.`,
    today: 'What is answered today will not wait for you after the closure.',
    caption: (count) => `Unanswered inquiries (${count}, most urgent first)`,
    step: 'Step',
    at: 'When',
  },
  calendar: {
    subject: (matters, onlyShop, shops) =>
      `[Calendars to check: ${matters}] ${onlyShop ?? plural(shops, 'shop', 'shops')} – ops`,
    lead: (matters, shops) =>
      `${plural(matters, 'matter', 'matters')} to check in the calendars of ${plural(shops, 'shop', 'shops')}.`,
    meaning: 'Where closed days differ from what the shop really does, deadlines are wrong.',
    headings: {
      held: 'Changes waiting for a word',
      season: 'Shops without an entry for the season',
      drift: 'Differences from RMS',
    },
    remarks: {
      held: 'What was read is not applied yet. If it is right, accept it.',
      season: 'The owners are told as well. Once a closure or an open day is entered, no more mails come.',
      drift: 'The shop file wins. RMS may count these days differently.',
    },
    caption: (count) => `To check (${count})`,
    matter: 'What',
    howTo: 'Commands',
  },
  ops: {
    subject: (counts, shops, onlyShop) =>
      `[${subjectLabel(counts)}] ${onlyShop ?? plural(shops, 'shop', 'shops')} – ops`,
    lead: (counts, shops) => `${plural(shops, 'shop', 'shops')}: ${sentenceParts(counts).join(', ')}.`,
    answeredMeanwhile: (count) => `Of the overdue ones ${count} ${count === 1 ? 'has' : 'have'} been answered since.`,
    undeliverable: (shops) =>
      `The mail to the owner could not be delivered for ${plural(shops, 'shop', 'shops')}. Check the addresses, then send it again (inquiry-sla mail retry <number>).`,
    muted: (count) =>
      `${plural(count, 'of them is', 'of them are')} in hand or muted: the owner is not mailed for now.`,
    caption: (count) => `Inquiries (${count}, most urgent first)`,
    ownerMail: {
      sent: 'Mail to the owner: sent',
      pending: 'Mail to the owner: to be sent',
      undeliverable: 'Mail to the owner: could not be delivered',
      none: 'Mail to the owner: none',
    },
    moreShops: (shops, counts) =>
      `and ${plural(shops, 'more shop', 'more shops')} (${sentenceParts(counts).join(', ')})`,
    group: (name, counts, shops) => `${name}: ${sentenceParts(counts).join(', ')} (${plural(shops, 'shop', 'shops')})`,
  },
  causes: {
    silent: {
      'auth-expired': 'the RMS licence key has ended',
      'auth-wrong': 'the RMS credentials are not accepted',
      variable: 'an environment variable that RMS needs is not set or not usable (which one: inquiry-sla doctor)',
      permission: 'an RMS function is not enabled for the shop',
      'rate-limit': 'RMS limits our requests',
      maintenance: 'RMS is under maintenance',
      outage: 'RMS does not answer properly',
      timeout: 'RMS does not answer in time',
      contract: 'the form of the RMS answers has changed',
      'foreign-shop': 'RMS answered with another shop’s data',
      'bad-request': 'RMS refuses our request',
      'not-tried': 'the process that reads the source does not run',
      unknown: 'inquiries could not be read',
    },
    service: {
      queue: 'the queue has not answered for 10 minutes (the work goes on without it, but may be late)',
      tick: 'monitoring stood still for more than 5 minutes (it runs again now)',
      clock: 'the clock of the database jumped',
      loop: 'a part of the monitoring does not end its round',
      disk: 'the disk is almost full: when it is, nothing can be recorded any more',
      drift: 'the clock is more than 30 seconds away from the clock of RMS',
      vacuum: 'the autovacuum of the database is far behind: it grows and slows down',
      canary: 'the canary of the day did not arrive in time',
    },
    config: {
      config: 'a config file is broken; the last good configuration stays in force (see: inquiry-sla check)',
      held: 'an edit of the config is held, since it raises or withdraws much (look: inquiry-sla apply --dry-run, put in force: --yes)',
    },
    hook: {
      refused: 'the webhook refused a message',
      gone: 'the webhook is gone (410): nothing is sent until its URL is changed',
      away: 'the webhook cannot be reached (still trying)',
    },
    chat: {
      refused: 'a chat refused a message (inquiry-sla chat test says why)',
      unknown: 'whether a chat has a message could not be found out, twice',
      away: 'a chat cannot be told (still trying)',
    },
    undeliverable: 'mail to the owner could not be delivered',
    partly: 'mail to some addresses of the owner could not be delivered',
    stuck: 'a mail could not be sent for more than a day (still trying)',
    limit: 'the mail server’s sending limit is reached (mails are tried again later)',
    contract: 'the form of the RMS answers has changed',
    calendar:
      'the calendar of closed days (RMS, imported) could not be read for 7 days; deadlines still count with the last one',
    licenceUnreadable: 'the end of the licence key cannot be read',
    licence: (days) =>
      days === 0
        ? 'the licence key ends today or has ended'
        : `the licence key ends within ${plural(days, 'day', 'days')}`,
    proof: (day, missing, late) =>
      `what fell due on ${day} was counted anew: ${[
        ...(missing > 0 ? [`${plural(missing, 'step was', 'steps were')} not noticed`] : []),
        ...(late > 0 ? [`${plural(late, 'step was', 'steps were')} noticed more than a minute late`] : []),
      ].join(', ')} (see the page of the system, or inquiry-sla doctor)`,
  },
  blind: {
    subject: (shops, onlyShop, cause, about) =>
      `[${about === 'delivery' ? 'Not delivered' : 'Monitoring is blind'}] ${shops === 0 ? cause : `${onlyShop ?? plural(shops, 'shop', 'shops')} – ${cause}`}`,
    lead: {
      inquiries: 'We cannot see the state of the inquiries.',
      delivery: 'A message could not be delivered.',
      service: 'Something was wrong with the monitoring service itself.',
    },
    cause: (cause) => `Cause: ${cause}`,
    meaning: {
      inquiries:
        'This does not mean that nothing is unanswered. Until it is repaired, please look at each shop directly.',
      delivery: 'Please check where it is sent to, and tell the shop in another way.',
      service: 'Messages about deadlines may be late. Please look at the state of monitoring.',
    },
    affected: (shops) => `Shops we cannot see: ${shops}`,
    retry: 'Once the cause is mended, send it again by this command, or by “Send again” on the mail’s page.',
    moreMails: (count) => `and ${count} more (filter the mails by “Undeliverable”)`,
    caption: 'Shops we cannot see (longest first)',
    since: (at) => ({ value: at, text: `unknown since ${at}` }),
    sinceUnknown: { value: 'never read', text: 'never read' },
    moreShops: (count) => `and ${plural(count, 'more shop', 'more shops')}`,
  },
};

function subjectLabel({ overdue, due }: Counts): string {
  if (overdue > 0 && due > 0) return `Overdue ${overdue}, reply ${due}`;
  return overdue > 0 ? `Overdue: ${overdue}` : `Reply needed: ${due}`;
}

function sentenceParts({ overdue, due }: Counts): string[] {
  return [...(overdue > 0 ? [`${overdue} overdue`] : []), ...(due > 0 ? [`${due} to answer`] : [])];
}

function plural(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}

function be(count: number): string {
  return count === 1 ? 'is' : 'are';
}

function duration({ hours, minutes }: TimeSpan): string {
  if (hours === 0) return minutes === 0 ? 'under 1 min' : `${minutes} min`;
  return minutes === 0 ? `${hours} h` : `${hours} h ${minutes} min`;
}

function length(after: StepLength): string {
  if ('days' in after) return plural(after.days, 'business day', 'business days');
  const minutes = Math.round(after.openMs / 60_000);
  return `${duration({ hours: Math.floor(minutes / 60), minutes: minutes % 60 })} of opening time`;
}
