// People who take an inquiry in hand and let go of it, and who mute an inquiry or a whole shop and let it speak again. All of it is
// drawn apart from everything else: a world in which nobody does any of this is as it was.

import { lift, liftOne, mute, readMutes } from '../../../src/service/actions/mute.ts';
import { giveBack, takeInHand } from '../../../src/service/actions/take-in-hand.ts';
import type { Service } from '../../../src/service/service.ts';
import type { People } from '../people.ts';
import type { Random } from '../random.ts';
import { MAKER, STAND_IN } from '../settings.ts';
import type { World } from '../world.ts';
import type { Press, Silences, Target } from './silences.ts';

interface Attempt extends Target {
  readonly name: string;
  readonly by: string;
  /** Null: it ends what stands. */
  readonly hours: number | null;
  readonly takesOver?: boolean;
  press(service: Service): Promise<object | null>;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const HOURS = [3, 20, 60];
/** One of them is nobody whom the file knows. */
const HANDS = [MAKER, STAND_IN, 'tanaka'];

export function createHands(
  world: World,
  people: Pick<People, 'threads'>,
  { random, silences, days }: { readonly random: Random; readonly silences: Silences; readonly days: number },
): { begin(): void } {
  const { host, settings, log, after } = world;

  function press(attempt: Attempt): void {
    const pages = world.pages();
    if (pages.length === 0) return;
    const { process, service } = random.pick(pages);
    const { kind, shop, number, by, hours, name, takesOver = false } = attempt;
    const lasts = hours === null ? null : hours * HOUR_MS;
    const pressed = silences.pressed({ kind, shop, number, by, at: world.clock(), lasts, takesOver });
    log.write('people', `${number ?? shop} press: ${name} by ${by}`);
    host
      .as(process, () => attempt.press(service))
      .then(
        (result) => answered(attempt, pressed, result),
        (error: unknown) => log.write(process.name, `${number ?? shop} ${name} failed: ${String(error)}`),
      );
  }

  function answered(attempt: Attempt, pressed: Press, result: object | null): void {
    const { number, shop, name, hours } = attempt;
    if (result === null || 'refused' in result) {
      log.write('people', `${number ?? shop} ${name}: refused`);
      return;
    }
    after(MINUTE_MS / 60, () => {
      if (!pressed.isStored) world.fault(`${number ?? shop}: ${name} was said to be done, and is not stored`);
    });
    if (hours !== null && random.oneIn(2))
      after(random.whole(1, 1.5 * hours * 60) * MINUTE_MS, () => press(ending(attempt)));
  }

  function ending({ kind, shop, number, by }: Attempt): Attempt {
    const base = { kind, shop, number, by, hours: null };
    if (kind === 'in_hand')
      return { ...base, name: 'let go', press: (service) => giveBack(service, { shop, inquiry: number!, by }) };
    const press = (service: Service) =>
      number === null ? liftShop(service, shop, by) : liftOne(service, { shop, inquiry: number, by });
    return { ...base, name: 'let it speak', press };
  }

  function taking(shop: string, number: string): Attempt {
    const [kind, hours, by] = ['in_hand' as const, random.pick(HOURS), random.pick(HANDS)];
    const seen = random.oneIn(2) ? silences.standing({ kind, shop, number }, world.clock()) : undefined;
    const asked = { shop, inquiry: number, by, until: `${hours}h`, expected: seen?.id ?? null };
    const press = (service: Service) => takeInHand(service, asked);
    return { kind, shop, number, by, hours, name: 'in hand', takesOver: seen !== undefined, press };
  }

  function muting(shop: string, number: string | null): Attempt {
    const [kind, hours, by] = ['mute' as const, random.pick(HOURS), random.pick(HANDS)];
    const asked = { kind, target: number === null ? shop : `${shop}/${number}`, until: `${hours}h`, why: '確認中', by };
    return { kind, shop, number, by, hours, name: 'mute', press: (service) => mute(service, asked) };
  }

  /** Mostly one whose customer waits. */
  function onInquiry(): void {
    const threads = [...people.threads.values()];
    const waits = threads.filter(({ events }) => events.at(-1)?.event.type === 'customer_message');
    const from = waits.length > 0 && !random.oneIn(4) ? waits : threads;
    if (from.length === 0) return;
    const { shop, number } = random.pick(from);
    press(random.oneIn(2) ? taking(shop, number) : muting(shop, number));
  }

  return {
    begin: () => {
      const { inquiries, shops } = settings.quiet;
      const some = (): number => random.whole(60, days * 24 * 60) * MINUTE_MS;
      for (let left = inquiries; left > 0; left--) after(some(), onInquiry);
      for (let left = shops; left > 0; left--) after(some(), () => press(muting(random.pick(settings.shops).id, null)));
    },
  };
}

/** As the shop's page does it. */
async function liftShop(service: Service, shop: string, by: string): Promise<object | null> {
  const standing = (await readMutes(service)).find(
    (one) => one.kind === 'mute' && one.shop === shop && one.inquiry === null,
  );
  return standing === undefined ? null : lift(service, standing.id, by);
}
