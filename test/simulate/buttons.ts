// People who press buttons on the pages: they promise, take back, note an answer by phone or that none is needed, and undo it. What
// they press is theirs once it is stored; whatever is stored of pages has to be something that somebody pressed.

import type { ThreadEvent, ThreadEventType } from '../../src/core/model.ts';
import { answerElsewhere, undoAnswerElsewhere } from '../../src/service/actions/answer-elsewhere.ts';
import { markNoReplyNeeded, undoNoReplyNeeded } from '../../src/service/actions/mark-no-reply-needed.ts';
import { promiseAnswer, withdrawPromise } from '../../src/service/actions/promise-answer.ts';
import type { Service } from '../../src/service/service.ts';
import type { People } from './people.ts';
import type { RmsThread, StoredRow } from './rms/deeds.ts';
import { MAKER } from './settings.ts';
import type { World } from './world.ts';

export interface Buttons {
  begin(): void;
  /** The service has stored an event that came of a page. */
  take(row: StoredRow): void;
}

interface Button {
  readonly name: string;
  readonly type: ThreadEventType;
  press(service: Service, request: Request): Promise<object>;
  /** What may be pressed later, where it took effect. */
  readonly undo?: Button;
}

interface Request {
  readonly shop: string;
  readonly inquiry: string;
  readonly by: string;
}

interface Press {
  readonly number: string;
  readonly button: Button;
  readonly at: number;
  isStored: boolean;
}

const MINUTE_MS = 60_000;
const UNTIL = ['3h', '20h', '60h'];
/** An event of a page happens after all that is known, and sources' clocks may be ahead. */
const AROUND_MS = 2 * MINUTE_MS;

export function createButtons(world: World, people: Pick<People, 'threads' | 'told'>, days: number): Buttons {
  const { random, host, settings, log, after } = world;
  const presses: Press[] = [];
  const buttons: readonly Button[] = [
    {
      name: 'promise',
      type: 'promised',
      press: (service, request) => promiseAnswer(service, { ...request, until: random.pick(UNTIL) }),
      undo: { name: 'take the promise back', type: 'promise_withdrawn', press: withdrawPromise },
    },
    {
      name: 'answered by phone',
      type: 'answered_elsewhere',
      press: (service, request) => answerElsewhere(service, { ...request, how: 'phone' }),
      undo: { name: 'not answered by phone', type: 'answer_withdrawn', press: undoAnswerElsewhere },
    },
    {
      name: 'no reply needed',
      type: 'completed',
      press: markNoReplyNeeded,
      undo: { name: 'a reply is needed', type: 'reopened', press: undoNoReplyNeeded },
    },
  ];

  function press(thread: RmsThread, button: Button): void {
    const pages = world.pages();
    if (pages.length === 0) return;
    const { process, service } = random.pick(pages);
    const { shop, number } = thread;
    const pressed: Press = { number, button, at: world.clock(), isStored: false };
    presses.push(pressed);
    log.write('people', `${number} press: ${button.name}`);
    host
      .as(process, () => button.press(service, { shop, inquiry: number, by: MAKER }))
      .then(
        (result) => answered(thread, pressed, result),
        (error: unknown) => log.write(process.name, `${number} ${button.name} failed: ${String(error)}`),
      );
  }

  function answered(thread: RmsThread, pressed: Press, result: object): void {
    const { number, button, isStored } = pressed;
    if ('refused' in result) {
      log.write('people', `${number} ${button.name}: refused`);
      return;
    }
    if (!isStored) world.fault(`${number}: ${button.name} was said to be done, and is not stored`);
    const { undo } = button;
    if (undo !== undefined && random.oneIn(3)) after(random.whole(1, 400) * MINUTE_MS, () => press(thread, undo));
  }

  /** By its type, and its time; a mark that a message overtakes is undone by nobody. */
  function isPressed({ number, type, id, at }: StoredRow, thread: RmsThread): boolean {
    const found = presses.findLast((one) => one.number === number && one.button.type === type && !one.isStored);
    if (found !== undefined && Math.abs(at - found.at) < AROUND_MS) found.isStored = true;
    else if (type !== 'reopened') return false;
    return type !== 'reopened' || thread.events.some(({ event }) => id === `reopened:${event.id}`);
  }

  return {
    begin: () => {
      for (let left = settings.inquiries; left > 0; left--)
        after(random.whole(60, days * 24 * 60) * MINUTE_MS, () => {
          const threads = [...people.threads.values()];
          if (threads.length > 0) press(random.pick(threads), random.pick(buttons));
        });
    },
    take: (row) => {
      const thread = people.threads.get(row.number);
      if (thread === undefined || !isPressed(row, thread))
        world.fault(`${row.number} ${row.id}, stored as ${row.type}, is of nobody who pressed it`);
      if (thread === undefined) return;
      const { id, type, at, message, more } = row;
      const event: ThreadEvent = { type, id, at, ...(message !== null && { message }), ...more };
      thread.events.push({ event, askedAt: host.wall(), toldAt: host.wall() });
      log.write('pages', `the service has ${row.number} ${type}`);
      world.learns(thread);
    },
  };
}
