// http: what browsers keep: the style sheet, the icon and the scripts, under names that change with their content.

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Hono } from 'hono';
import { codePath } from '../package.ts';
import { needsNobody } from './access/needs.ts';
import type { AccessEnv } from './access/principal.ts';
import { FLAG_PATH } from './pages/icons.ts';
import { STYLE } from './pages/style.ts';

const require = createRequire(import.meta.url);
const ICON = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><path fill="#c4332b" fill-rule="evenodd" d="${FLAG_PATH}"/></svg>`;

const TYPES = { css: 'text/css', js: 'text/javascript', svg: 'image/svg+xml' } as const;

interface Asset {
  readonly path: string;
  readonly type: string;
  readonly body: string;
}

/** What the pages link to. Add a script here and in browser/. */
export const ASSETS = {
  style: asset('style', 'css', STYLE),
  icon: asset('icon', 'svg', ICON),
  // One file: within a module the other's global is at hand.
  live: asset('live', 'js', `${text(require.resolve('idiomorph/dist/idiomorph.min.js'))}\n${browserScript('live')}`),
  calendar: asset('calendar', 'js', browserScript('calendar')),
  copy: asset('copy', 'js', browserScript('copy')),
} as const;

function text(path: string): string {
  return readFileSync(path, 'utf8');
}

/** A script of browser/; the build copies them. */
function browserScript(name: string): string {
  return text(codePath(`http/browser/${name}.js`));
}

function asset(name: string, ending: keyof typeof TYPES, body: string): Asset {
  const hash = createHash('sha256').update(body).digest('base64url').slice(0, 12);
  return { path: `/assets/${name}.${hash}.${ending}`, type: `${TYPES[ending]}; charset=utf-8`, body };
}

export function assetsRoutes(): Hono<AccessEnv> {
  const app = new Hono<AccessEnv>();
  for (const { path, type, body } of Object.values(ASSETS))
    app.get(path, needsNobody(), (c) =>
      c.body(body, 200, { 'content-type': type, 'cache-control': 'public, max-age=31536000, immutable' }),
    );
  return app;
}
