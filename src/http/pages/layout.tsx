// The frame of every page: head with the one style sheet, navigation, whether we watch at all (watch.tsx).

import type { Child } from 'hono/jsx';
import { cut, visible } from '../../core/text.ts';
import { ASSETS, iconFor } from '../assets.ts';
import { AUDIT_WORDS } from './audit/words.ts';
import { LOGIN_WORDS } from './login/words.ts';
import { Form, Icon, Icons } from './parts.tsx';
import { REPORT_WORDS } from './reports/words.ts';
import { href, type View } from './view.ts';
import { Watch } from './watch.tsx';

export interface PageProps {
  readonly view: View;
  readonly title: string;
  /** How many things on it are late or due today: on the tab, also of a window that nobody looks at. */
  readonly urgent?: number;
  /** Scripts that make the page better; it works without them. */
  readonly scripts?: readonly (keyof typeof ASSETS)[];
  /** Without scripts the page is asked for again that often; with them it renews itself in place. */
  readonly refreshSeconds?: number;
  /** It takes the width there is. Said before its content comes in: the head would move with what follows. */
  readonly isWide?: boolean;
  readonly children?: Child;
}

/** A whole page as text. */
export function renderPage(page: { toString(): string }): string {
  // The last net: names stored by older releases and shown anywhere turn and hide nothing around them.
  return `<!DOCTYPE html>\n${visible(page.toString())}\n`;
}

/** Of a longer name a tab shows neither its end nor what it is about. */
const LONGEST_TITLE = 40;

export function Page(props: PageProps) {
  const { view, title, urgent = 0, scripts = [], refreshSeconds, isWide = false, children } = props;
  const shown = cut(title, LONGEST_TITLE);
  const count = urgent === 0 ? '' : `(${urgent}) `;
  return (
    <html lang={view.language}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{`${count}${shown === title ? title : `${shown}…`} | ${view.words.product}`}</title>
        <link rel="icon" href={iconFor(urgent)} type="image/svg+xml" />
        <link rel="stylesheet" href={ASSETS.style.path} />
        {refreshSeconds === undefined ? null : (
          <noscript>
            <meta http-equiv="refresh" content={String(refreshSeconds)} />
          </noscript>
        )}
        {scripts.map((name) => (
          <script type="module" src={ASSETS[name].path} />
        ))}
      </head>
      <body class={isWide ? 'wide' : undefined}>
        <header>
          <Top view={view} />
          {view.askedAt === null ? null : <Watch view={view} />}
        </header>
        {/* Behind the head, which so comes in one piece on any line: half of it would move with the rest. */}
        <Icons />
        <div class="wrap">
          <main id="main" tabindex={-1}>
            {children}
          </main>
        </div>
      </body>
    </html>
  );
}

function Top({ view }: { view: View }) {
  const { words, path, query, language } = view;
  const links: readonly [string, string][] = [
    ['/', words.nav.board],
    ['/reports', REPORT_WORDS[language].nav],
    ['/mails', words.nav.mails],
    ...(view.principal?.shops === null ? [['/system', words.nav.system] as [string, string]] : []),
    ...(view.principal?.scopes.has('admin') ? [['/audit', AUDIT_WORDS[language].title] as [string, string]] : []),
  ];
  const other = language === 'ja' ? ('en' as const) : ('ja' as const);
  return (
    <div class="top">
      <a class="skip" href="#main">
        {words.skip}
      </a>
      <div class="wrap">
        <a class="brand" href={href(view, '/')}>
          <Icon name="flag" />
          {words.product}
        </a>
        {view.principal === null ? null : (
          <nav aria-label={words.nav.label}>
            {links.map(([to, label]) => (
              <a href={href(view, to)} aria-current={isCurrent(path, to) ? 'page' : undefined}>
                {label}
              </a>
            ))}
          </nav>
        )}
        <a class="lang" href={href({ language: other }, path, query)} lang={other}>
          {words.otherLanguage}
        </a>
        <Leave view={view} />
      </div>
    </div>
  );
}

function isCurrent(path: string, to: string): boolean {
  if (to === '/') return path === '/' || path === '/inquiries' || path.startsWith('/shops/');
  return path.startsWith(to) || (to === '/system' && path === '/refusals');
}

/** Who is logged in, and the way out; nothing while there are no tokens. */
function Leave({ view }: { view: View }) {
  if (view.principal?.via !== 'session') return null;
  return (
    <Form view={view} action="/logout" class="leave">
      <span>{view.principal.name}</span>
      <button class="quiet" type="submit">
        {LOGIN_WORDS[view.language].leave}
      </button>
    </Form>
  );
}
