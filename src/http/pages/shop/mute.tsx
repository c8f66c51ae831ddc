// A whole shop's mails held back, from its page, and let out again. Each leads back to the page.

import { type Context, Hono } from 'hono';
import type { ShopConfig } from '../../../config/input/shop-settings.ts';
import type { Zone } from '../../../core/time/zone.ts';
import { lift, mute, readMutes, readName } from '../../../service/actions/mute.ts';
import type { ShopCard } from '../../../service/board/read-board.ts';
import { rememberName } from '../../access/cookie.ts';
import { needs, principalOf } from '../../access/needs.ts';
import type { AccessEnv } from '../../access/principal.ts';
import { Message } from '../errors/page.tsx';
import { By, MuteFields } from '../inquiry/fields.tsx';
import { INQUIRY_WORDS } from '../inquiry/words.ts';
import { notFoundPage, type PageParts, page, viewOf } from '../page.tsx';
import { Form, Icon } from '../parts.tsx';
import { due, href, mayAct, shopPath, type View } from '../view.ts';
import { SHOP_WORDS } from './words.ts';

export function shopMuteRoutes(parts: PageParts): Hono<AccessEnv> {
  const app = new Hono<AccessEnv>();
  app.post('/shops/:shop/mute', needs('act', 'the-shop'), (c) => muteShop(parts, c, c.req.param('shop')));
  app.post('/shops/:shop/mute/lift', needs('act', 'the-shop'), (c) => liftShop(parts, c, c.req.param('shop')));
  return app;
}

async function readFields(c: Context<AccessEnv>) {
  const body = await c.req.parseBody();
  const text = (name: string) => (typeof body[name] === 'string' ? body[name] : undefined);
  return { by: principalOf(c).person ?? text('by'), until: text('until'), why: text('why') };
}

async function muteShop(parts: PageParts, c: Context<AccessEnv>, shop: string): Promise<Response> {
  const fields = await readFields(c);
  const made = await mute(parts.service, { kind: 'mute', target: shop, ...fields });
  if (!('refused' in made)) return back(parts, c, shop, fields.by);
  return made.refused === 'unknown' ? notFoundPage(parts, c) : wrong(parts, c);
}

async function liftShop(parts: PageParts, c: Context<AccessEnv>, shop: string): Promise<Response> {
  const by = readName((await readFields(c)).by);
  if (!parts.service.config.shops.has(shop)) return notFoundPage(parts, c);
  if (typeof by !== 'string') return wrong(parts, c);
  const standing = (await readMutes(parts.service)).find(
    (one) => one.kind === 'mute' && one.shop === shop && one.inquiry === null,
  );
  // Somebody else was first: it is as it was wanted.
  if (standing !== undefined) await lift(parts.service, standing.id, by);
  return back(parts, c, shop, by);
}

function back(parts: PageParts, c: Context<AccessEnv>, shop: string, by: string | undefined): Response {
  rememberName(c, by);
  return c.redirect(href(viewOf(parts, c), shopPath(shop)), 303);
}

function wrong(parts: PageParts, c: Context<AccessEnv>): Response | Promise<Response> {
  const view = viewOf(parts, c);
  const { notMuted, notMutedHow } = SHOP_WORDS[view.language];
  return page(c, <Message view={view} title={notMuted} hint={notMutedHow} />, 422);
}

interface ShopMuteProps {
  readonly view: View;
  readonly shop: ShopConfig;
  readonly mutes: ShopCard['mutes'];
  readonly zone: Zone;
}

/** Until when the shop is muted, and the way to change that for those who may. */
export function ShopMute({ view, shop, mutes, zone }: ShopMuteProps) {
  const words = SHOP_WORDS[view.language];
  const may = mayAct(view) && view.ahead === null;
  if (mutes !== null && mutes.until !== null)
    return (
      <div class="shop-muted">
        <span class="sign">
          <Icon name="muted" />
          {words.shopMuted(due(view, mutes.until, zone), mutes.by ?? '')}
        </span>
        {may ? (
          <Form view={view} action={`${shopPath(shop.id)}/mute/lift`} class="fields">
            <By view={view} id="shop-lift-by" />
            <button type="submit" class="quiet">
              {INQUIRY_WORDS[view.language].mute.lift}
            </button>
          </Form>
        ) : null}
      </div>
    );
  if (!may) return null;
  return (
    <details class="shop-mute more">
      <summary>{words.muteShop}</summary>
      <p class="hint">{words.muteHint}</p>
      <Form view={view} action={`${shopPath(shop.id)}/mute`} class="fields">
        <MuteFields view={view} id="shop-mute" today={zone.localDay(view.now)} />
      </Form>
    </details>
  );
}
