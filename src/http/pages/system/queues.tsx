// The page that looks into the queues: @bull-board, for admins, under rules of its own.
// It could retry and delete jobs; only GET is let through, so that looking is all it can do.

import { createBullBoard } from '@bull-board/api';
import { BullMQAdapter } from '@bull-board/api/bullMQAdapter';
import { HonoAdapter } from '@bull-board/hono';
import { serveStatic } from '@hono/node-server/serve-static';
import { Hono } from 'hono';
import { needs } from '../../access/needs.ts';
import type { AccessEnv } from '../../access/principal.ts';
import { Page } from '../layout.tsx';
import { type PageParts, page, viewOf } from '../page.tsx';
import { href, type View } from '../view.ts';
import { SYSTEM_WORDS } from './words.ts';

const BASE = '/system/queues';

/** As strict as its scripts bear: all of them its own files; its fonts from elsewhere and inline styles are not let in. */
const RULES = [
  `default-src 'none'`,
  `script-src 'self'`,
  `style-src 'self'`,
  `connect-src 'self'`,
  `img-src 'self' data:`,
  `font-src 'self'`,
  `base-uri 'self'`,
  `form-action 'none'`,
  `frame-ancestors 'none'`,
].join('; ');

type BullQueue = ConstructorParameters<typeof BullMQAdapter>[0];

export function queuesRoutes(parts: PageParts): Hono<AccessEnv> {
  const app = new Hono<AccessEnv>();
  let shown: { readonly queues: readonly object[]; readonly board: Hono } | null = null;

  /** The board over the queues as they are now; after an outage they are others. */
  function current(): Hono | null {
    const queues = parts.health.queues?.() ?? [];
    if (queues.length === 0 || !parts.health.queue().connected) return null;
    if (shown === null || shown.queues[0] !== queues[0]) shown = { queues, board: boardOver(queues) };
    return shown.board;
  }

  for (const path of [BASE, `${BASE}/*`])
    app.get(path, needs('admin', 'every-shop'), async (c) => {
      const board = current();
      if (board === null) return page(c, <QueuesAwayPage view={viewOf(parts, c)} />, 503);
      const answer = await board.fetch(c.req.raw, c.env);
      const ruled = new Response(answer.body, answer);
      ruled.headers.set('content-security-policy', RULES);
      return ruled;
    });
  return app;
}

function boardOver(queues: readonly object[]): Hono {
  const server = new HonoAdapter(serveStatic);
  createBullBoard({
    queues: queues.map((queue) => new BullMQAdapter(queue as BullQueue, { readOnlyMode: true })),
    serverAdapter: server,
    options: { uiConfig: { boardTitle: 'inquiry-sla', hideRedisDetails: true } },
  });
  server.setBasePath(BASE);
  return new Hono().route(BASE, server.registerPlugin());
}

/** What is said instead of the page while the queue does not answer. */
function QueuesAwayPage({ view }: { view: View }) {
  const words = SYSTEM_WORDS[view.language];
  return (
    <Page view={view} title={words.work.queues}>
      <div class="head">
        <h1>{words.work.queues}</h1>
      </div>
      <p class="notice bad">{words.queuesAway}</p>
      <p>
        <a href={href(view, '/system')}>{words.title}</a>
      </p>
    </Page>
  );
}
