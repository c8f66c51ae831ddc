// Which lists are due now: makes their rows in the outbox, each once however many workers do this at the same time. Page by page: at
// nine in the morning those of all shops may be due at once.

import type { Instant } from '../../../core/model.ts';
import { listCause } from '../../../core/notifications/list-receiver.ts';
import { DAY_MS, formatDate, parseDate } from '../../../core/time/civil-date.ts';
import {
  areListsDue,
  type DueList,
  type ListMail,
  type ListPlan,
  lockDueLists,
  openListMails,
  planLists,
} from '../../../store/notifications/list-slots.ts';
import { openBreath } from '../../breath.ts';
import type { Service } from '../../service.ts';
import { type CurrentList, readerAddresses, scheduleOf } from '../plan/plan-lists.ts';

const PAGE = 500;

/** Puts the lists that are due at `now` into the outbox, and plans when each is looked at next. How many rows are new. */
export async function enqueueLists(service: Service, now: Instant): Promise<number> {
  if (!(await areListsDue(service.db, now))) return 0;
  const breathe = openBreath();
  let opened = 0;
  for (let isMore = true; isMore; await breathe()) {
    const page = await service.db.transaction().execute(async (trx) => {
      const due = await lockDueLists(trx, now, PAGE);
      const looked = due.map((list) => lookAt(service, list, now));
      const mails = await openListMails(
        trx,
        looked.flatMap((one) => one.mails),
      );
      await planLists(
        trx,
        looked.map(({ plan }) => plan),
      );
      return { looked: due.length, mails };
    });
    opened += page.mails;
    isMore = page.looked === PAGE;
  }
  if (opened > 0) service.logger.info({ lists: opened }, 'lists are due');
  return opened;
}

interface Look {
  readonly plan: ListPlan;
  readonly mails: readonly ListMail[];
}

/** What was wanted only after its time is not sent late. */
function lookAt(service: Service, list: DueList, now: Instant): Look {
  const { since, ...known } = list;
  const { done, toldWeek } = list;
  const schedule = scheduleOf(service, list);
  // Of a configuration that this process does not have.
  if (schedule === null) return { plan: { ...known, next: now + DAY_MS }, mails: [] };
  const next = schedule.nextAfter(now);
  const current = schedule.currentAt(now);
  const isNew = (one: CurrentList): boolean =>
    one.at >= since &&
    (done === null || !schedule.isTold(one, parseDate(done)!, toldWeek === null ? null : parseDate(toldWeek)));
  if (current === null || !isNew(current)) return { plan: { ...known, next }, mails: [] };
  return {
    plan: {
      ...known,
      next,
      done: formatDate(current.day),
      toldWeek: current.weeks === null ? null : formatDate(current.weeks.last),
    },
    mails: mailsOf(service, list, current),
  };
}

/** One for each reader and way. */
function mailsOf({ config }: Service, { kind, subject }: DueList, { day, at }: CurrentList): ListMail[] {
  const date = formatDate(day);
  if (kind === 'group') {
    const cause = listCause({ name: subject, chat: null, day: date });
    return config.service.opsMail.summary.length === 0 ? [] : [{ kind, shop: '', cause, slotAt: at }];
  }
  const shop = config.shops.get(subject)!;
  return [...new Set(shop[kind]!.tell)].flatMap((name) => {
    const isMailed = readerAddresses({ config }, subject, name).length > 0;
    const rooms = [...(isMailed ? [null] : []), ...(shop.contacts?.[name]?.chat ?? [])];
    return rooms.map((room): ListMail => {
      const cause = listCause({ name, chat: room, day: date });
      return { kind: room === null ? kind : `${kind}_chat`, shop: subject, cause, slotAt: at };
    });
  });
}
