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
const ICON = iconOf('');

/** The flag, and over it a number of one or two characters. */
function iconOf(number: string): string {
  const flag = `<path fill="#c4332b" fill-rule="evenodd" d="${FLAG_PATH}"/>`;
  const sign = `<rect x="4" y="5" width="12" height="11" rx="3" fill="#1d2733"/><text x="10" y="13.6" text-anchor="middle" font-family="sans-serif" font-weight="700" font-size="9" fill="#fff">${number}</text>`;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16">${flag}${number === '' ? '' : sign}</svg>`;
}

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
  keys: asset('keys', 'js', browserScript('keys')),
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

/** Larger numbers are all one on a tab. */
const MOST_ON_ICON = 9;

/** The icon with a number on it, for a page that counts what is to be done. */
const NUMBERED = Array.from({ length: MOST_ON_ICON + 1 }, (_, n) =>
  asset(`icon-${n + 1}`, 'svg', iconOf(n === MOST_ON_ICON ? `${MOST_ON_ICON}+` : String(n + 1))),
);

/** The path of the icon for so many things to do. */
export const iconFor = (count: number): string =>
  count <= 0 ? ASSETS.icon.path : NUMBERED[Math.min(count, NUMBERED.length) - 1]!.path;

export function assetsRoutes(): Hono<AccessEnv> {
  const app = new Hono<AccessEnv>();
  for (const { path, type, body } of [...Object.values(ASSETS), ...NUMBERED])
    app.get(path, needsNobody(), (c) =>
      c.body(body, 200, { 'content-type': type, 'cache-control': 'public, max-age=31536000, immutable' }),
    );
  return app;
}
