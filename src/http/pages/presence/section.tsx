// Which channels of a shop are open to customers, and the buttons to say otherwise; and on the page of all shops what is odd.

import type { Zone } from '../../../core/time/zone.ts';
import type { ChannelPresence } from '../../../service/presence/read-presence.ts';
import { By } from '../inquiry/fields.tsx';
import { Form, Icon } from '../parts.tsx';
import { local, mayAct, shopPath, type View } from '../view.ts';
import { PRESENCE_WORDS } from './words.ts';

interface PresenceSectionProps {
  readonly view: View;
  readonly shop: string;
  /** Left out: nobody is asked. */
  readonly channels: readonly ChannelPresence[] | undefined;
  readonly zone: Zone;
}

/** One line each, which opens for those who may say otherwise. */
export function PresenceSection({ view, shop, channels, zone }: PresenceSectionProps) {
  if (channels === undefined) return null;
  const own = PRESENCE_WORDS[view.language];
  return (
    <section class="presence" aria-label={own.title}>
      {channels.map((one) =>
        mayAct(view) ? (
          <details>
            <summary>
              <State view={view} one={one} zone={zone} />
            </summary>
            <Say view={view} shop={shop} one={one} />
            <p class="hint">{own.hint}</p>
          </details>
        ) : (
          <p>
            <State view={view} one={one} zone={zone} />
          </p>
        ),
      )}
    </section>
  );
}

interface ChannelProps extends Omit<PresenceSectionProps, 'channels'> {
  readonly one: ChannelPresence;
}

function State({ view, one, zone }: Omit<ChannelProps, 'shop'>) {
  const own = PRESENCE_WORDS[view.language];
  const { said, isAccepting, waiting } = one;
  const facts = [
    said === null ? own.byHours : own.said(said.by, local(view, said.at, zone)),
    ...(waiting > 0 ? [own.waiting(waiting)] : []),
  ];
  return (
    <>
      <b>{own.of(view.words.channel(one.channel), isAccepting ? own.accepting : own.closed)}</b>{' '}
      <span class="soft">{facts.join(view.words.separator)}</span> <MatterSign view={view} one={one} />
    </>
  );
}

function Say({ view, shop, one }: Pick<ChannelProps, 'view' | 'shop' | 'one'>) {
  const own = PRESENCE_WORDS[view.language];
  return (
    <Form view={view} action={`${shopPath(shop)}/presence`} class="fields">
      <input type="hidden" name="channel" value={one.channel} />
      <By view={view} id={`presence-by-${one.channel}`} />
      {one.isAccepting ? (
        <button type="submit" name="say" value="closed">
          {own.close}
        </button>
      ) : (
        <button type="submit" name="say" value="accepting">
          {own.open}
        </button>
      )}
      {one.said === null ? null : (
        <button type="submit" name="say" value="hours">
          {own.reset}
        </button>
      )}
    </Form>
  );
}

function MatterSign({ view, one }: Pick<ChannelProps, 'view' | 'one'>) {
  if (one.matter === null) return null;
  return (
    <span class="sign vain">
      <Icon name="unknown" />
      {PRESENCE_WORDS[view.language].matter[one.matter]}
    </span>
  );
}

/** Of a shop on the page of all: each channel with its state, and what is odd about it. */
export function PresenceSigns({ view, channels }: Pick<PresenceSectionProps, 'view' | 'channels'>) {
  const own = PRESENCE_WORDS[view.language];
  return (
    <>
      {(channels ?? []).map((one) => (
        <div class="soft">
          {own.of(view.words.channel(one.channel), one.isAccepting ? own.accepting : own.closed)}{' '}
          <MatterSign view={view} one={one} />
        </div>
      ))}
    </>
  );
}
