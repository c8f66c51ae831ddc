// The page of the system in English.

import type { ja } from './words-ja.ts';

const shops = (count: number): string => (count === 1 ? '1 shop' : `${count} shops`);
const days = (count: number): string => (count === 1 ? '1 day' : `${count} days`);

export const en: typeof ja = {
  title: 'System',
  fine: 'Every shop is in sight.',
  troubles: 'To look at',
  sources: {
    title: 'Reading',
    none: 'No shop is read from RMS; all are watched by what is sent to us.',
    polled: (count) => `${shops(count)} to read`,
    unknown: (count) => `${count} unknown`,
    allRead: 'All of them are read.',
    oldest: (at) => `oldest read ${at}`,
    newest: (at) => `newest read ${at}`,
    since: (at) => `unknown since ${at}`,
    never: 'never read yet',
    firstRead: (read, days, inquiries) =>
      `first read under way: ${read} of ${days} days, ${inquiries.toLocaleString('en')} inquiries so far`,
    quiet: 'the process that reads does not run',
    more: (count) => `and ${shops(count)} more`,
  },
  licences: {
    title: 'Licence keys',
    known: (count) => `end known for ${shops(count)}`,
    ending: (count) => `${count} end within 14 days`,
    unreadable: (count) => `end unreadable for ${count}`,
    none: 'No end of a licence key is known yet.',
    left: (count) => `${days(count)} left`,
    today: 'less than a day left',
    over: 'ended',
  },
  work: {
    title: 'Work',
    tick: (seconds) => `this process’s round ended ${seconds} s ago`,
    noTick: 'this process has not ended a round yet',
    noLoops: 'this process only shows pages',
    worker: (at) => `deadlines last watched ${at}`,
    reader: (at) => `sources last looked after ${at}`,
    noWorker: 'no worker has ended a round yet',
    queue: {
      connected: (backend) => `connected to the queue (${backend})`,
      away: (backend) =>
        `the queue (${backend}) does not answer; steps may be noticed up to 30 s later, none is missed`,
      since: (at) => `since ${at}`,
    },
    backend: { redis: 'BullMQ on Redis', postgresql: 'BullMQ on PostgreSQL' },
    jobs: (name, waiting, active, delayed) => `${name}: ${waiting} waiting, ${active} active, ${delayed} delayed`,
    queues: 'Look into the queue',
    mail: {
      smtp: 'mails go out by SMTP',
      files: 'mails are only written to files (.eml), nobody is told: SMTP_URL is not set',
      bad: (reason) => `mails cannot be sent: ${reason}`,
    },
    outbox: 'Outbox',
    outboxEmpty: 'no mail is waiting',
    refusals: (kept, recent) => `Refused: ${kept} (${recent} in the last 24 hours)`,
  },
  proof: {
    title: 'Daily proof (14 days)',
    lead: 'What fell due the day before is counted anew from the events and compared with what was noticed.',
    none: 'The first proof is made five minutes after midnight.',
    line: ({ expected, raised, late }) => `expected ${expected}, raised ${raised}, late ${late}`,
    extra: ({ missing, surplus, learnedLate, recounted }) => [
      ...(missing > 0 ? [`${missing} missing`] : []),
      ...(surplus > 0 ? [`${surplus} surplus`] : []),
      ...(learnedLate > 0 ? [`${learnedLate} learned late`] : []),
      ...(recounted > 0 ? [`${recounted} by an edited calendar`] : []),
    ],
    slowest: (time) => `slowest ${time}`,
    canary: (time) => `canary's mail after ${time}`,
    finding: { missing: 'missing', late: 'late', surplus: 'surplus' },
    well: 'agrees',
    bad: 'differs',
  },
  config: {
    title: 'Configuration',
    inForce: (revision, count) => `revision ${revision} in force (${shops(count)})`,
    since: (at) => `since ${at}`,
    kept: (names) => `With their last good revision: ${names}`,
    leftOut: (ids) => `Not watched, their files were never good: ${ids}`,
    broken: (at) => `The files are broken since ${at}; the last good configuration stays in force.`,
    held: (at, count, inquiries) =>
      `An edit is held since ${at} (${shops(count)}, ${inquiries} inquiries concerned). Put in force: inquiry-sla apply --yes`,
    recent: 'Last changes',
    service: 'for all shops (service.yaml)',
    cause: { start: 'at a start', edit: 'an edited file', apply: 'the command apply', source: 'a calendar elsewhere' },
  },
  calendars: {
    title: 'Calendars elsewhere',
    counts: (all, failing, held, drifting) =>
      `${all} calendars: ${failing} cannot be read, ${held} wait for a confirmation; ${shops(drifting)} differ from RMS`,
    failing: (at) => `not read since ${at}`,
    held: (at) => `waits for a confirmation since ${at}`,
    drift: (at) => `differs from RMS since ${at}`,
    none: 'No calendar elsewhere is used.',
  },
  mutes: {
    title: 'Muted and in hand',
    counts: (muted, inquiries, inHand) => `muted: ${shops(muted)}, ${inquiries} inquiries; in hand: ${inHand}`,
    until: (at) => `until ${at}`,
    kind: { mute: 'muted', in_hand: 'in hand' },
    wholeShop: 'whole shop',
  },
  built: {
    title: 'Built with',
    database: { embedded: 'embedded PostgreSQL', given: 'given PostgreSQL' },
    version: (version) => `inquiry-sla ${version}`,
    postgres: (version) => `PostgreSQL ${version}`,
    node: (version) => `Node.js ${version}`,
  },
  queuesAway: 'The page of the queues opens only while the queue answers.',
};
