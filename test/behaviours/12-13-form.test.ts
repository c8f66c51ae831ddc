// MAIL.md 12 and 13: the mail as it arrives: both halves, its size, its headers.

import { describe, expect, test } from 'vitest';
import { displayWidth } from '../../src/mail/display-text.ts';
import { testDatabase } from '../support/database.ts';
import { shopOf } from '../support/service.ts';
import { asks, inquiry, OPS, OWNER, openDesk, tail } from './desk.ts';

const database = testDatabase();
const ASKED = '2026-06-01T10:00:00+09:00';
const THURSDAY = '2026-06-04T09:00:00+09:00';

/** The owner's and the ops' mail about so many inquiries, as received. */
async function mails(count: number, file: Record<string, unknown> = {}) {
  const desk = await openDesk({
    db: database.db,
    now: '2026-06-01T12:00:00+09:00',
    shops: [shopOf('sample-tea', file)],
    ops: [OPS],
  });
  const item = '🍵 ﾌﾟﾚﾐｱﾑ煎茶 100g×3袋 ギフト箱入り・のし対応・送料無料の長い商品名がここまで続きます';
  await desk.take(...Array.from({ length: count }, (_, n) => asks(ASKED, { inquiry: inquiry(n + 1), item })));
  await desk.tick(THURSDAY);
  return { desk, owner: desk.inbox(OWNER)[0]!, ops: desk.inbox(OPS)[0]! };
}

describe.each(['ja', 'en'])('behaviour 12: text and HTML say the same, in %s', (language) => {
  test('12: multipart/alternative in UTF-8, text first, nothing else', async () => {
    const { owner } = await mails(3, { language });
    expect(owner.raw).toMatch(/^Content-Type: multipart\/alternative;/m);
    expect([...owner.raw.matchAll(/^Content-Type: (\S+); charset=(\S+)/gm)].map((m) => `${m[1]} ${m[2]}`)).toEqual([
      'text/plain utf-8',
      'text/html utf-8',
    ]);
    expect(owner.parsed.attachments).toEqual([]);
  });

  test('12: of 500 inquiries twenty rows, the true count of the others, at most 60 KB', async () => {
    const { owner, ops } = await mails(500, { language });
    const { text, html } = owner.parsed;
    const others = language === 'ja' ? 'ほか480件' : 'and 480 more';
    for (const half of [text, html]) expect(half).toContain(others);
    expect(text!.match(/^\d+\) /gm)).toHaveLength(20);
    expect(String(html).match(/<th scope="row"/g)).toHaveLength(20);
    for (const mail of [owner, ops]) expect(Buffer.byteLength(mail.raw)).toBeLessThanOrEqual(60 * 1024);
  });

  test('12: both halves carry the same values, row by row', async () => {
    const { owner } = await mails(3, { language });
    const flat = (half: string) => half.replaceAll(/\s+/g, '');
    const text = flat(owner.parsed.text!);
    for (const value of valuesOf(String(owner.parsed.html))) expect(text).toContain(flat(value));
    for (const n of [1, 2, 3]) expect(text).toContain(tail(n));
  });

  test('12: no text line but a link is wider than 35 full-width characters', async () => {
    const { owner, ops } = await mails(20, { language, name: `ｶﾞﾗｽ工房🎍${'店'.repeat(50)}` });
    for (const { parsed } of [owner, ops]) {
      const lines = parsed.text!.split('\n').filter((line) => !/^\s*https?:\/\/\S+$/.test(line));
      for (const line of lines) expect(displayWidth(line), line).toBeLessThanOrEqual(70);
    }
  });

  test('12: one column, inline styles, no images, its language, a data table; colour is never alone', async () => {
    const { owner } = await mails(3, { language });
    const html = String(owner.parsed.html);
    expect(html).toMatch(new RegExp(`<html lang="${language}">`));
    expect(html.match(/<table/g)).toHaveLength(1);
    expect(html).toMatch(/<table[^>]*><caption/);
    expect(html.match(/<th scope="col"/g)).toHaveLength(4);
    expect(html).not.toMatch(/<(img|script|style|link|iframe|object|video|svg)\b|url\(|@import|\son\w+=/i);
    expect(html).toContain('<meta name="color-scheme" content="light dark"');
    // Whatever has a colour of its own sets both colours, so that neither mode loses it, and holds words.
    for (const [, style, words] of html.matchAll(/<\w+ style="([^"]*background[^"]*)"[^>]*>([^<]*)/g)) {
      expect(style).toMatch(/;color:#/);
      expect(words).toMatch(/\S/);
    }
  });
});

describe('behaviour 13: headers', () => {
  test('13: an automatic mail that nobody is to answer, from its own sender', async () => {
    const { owner, ops, desk } = await mails(1);
    for (const { raw, parsed, from } of [owner, ops]) {
      expect(parsed.headers.get('auto-submitted')).toBe('auto-generated');
      expect(parsed.headers.get('x-auto-response-suppress')).toBe('All');
      expect(raw).not.toMatch(/^(Precedence|List-Unsubscribe|List-Unsubscribe-Post|Reply-To|Bcc|X-Mailer):/im);
      expect(from).toBe('sla@example.jp');
      expect(parsed.from?.value).toEqual([{ address: 'sla@example.jp', name: '問い合わせ期限モニター' }]);
      expect(parsed.date?.getTime()).toBe(desk.clock.now());
    }
  });

  test('13: every mail has an id of its own; those of one shop and day hang on one root, those of the next do not', async () => {
    const { desk, owner, ops } = await mails(1);
    await desk.take(asks(ASKED, { inquiry: inquiry(2) }));
    await desk.tick('2026-06-04T15:00:00+09:00');
    await desk.take(asks(ASKED, { inquiry: inquiry(3) }));
    await desk.tick('2026-06-05T09:00:00+09:00');
    const roots = desk.inbox(OWNER).map(({ parsed }) => parsed.references);
    expect(roots).toEqual([
      '<shop.sample-tea.2026-06-04@example.jp>',
      '<shop.sample-tea.2026-06-04@example.jp>',
      '<shop.sample-tea.2026-06-05@example.jp>',
    ]);
    expect(ops.parsed.references).toBe('<ops.2026-06-04@example.jp>');
    const ids = desk.server.received.map(({ parsed }) => parsed.messageId);
    expect(new Set(ids).size).toBe(ids.length);
    expect(owner.parsed.messageId).toMatch(/^<outbox\.\d+\.\w+@example\.jp>$/);
  });
});

/** The texts of the table's cells, and the lines of the receipts below it. */
function valuesOf(html: string): string[] {
  const cells = [...html.matchAll(/<t[hd](?: scope="row")?[^>]*>(.*?)<\/t[hd]>/gs)].flatMap(([, cell]) => split(cell!));
  const receipts = [...html.slice(html.indexOf('</table>')).matchAll(/<p[^>]*>(.*?)<\/p>/gs)].flatMap(([, p]) =>
    split(p!),
  );
  return [...cells.slice(4), ...receipts];
}

function split(html: string): string[] {
  const names: Record<string, string> = { lt: '<', gt: '>', quot: '"', '#39': "'", amp: '&' };
  return html
    .split(/<[^>]*>/)
    .map((part) => part.replaceAll(/&(lt|gt|quot|#39|amp);/g, (_, name: string) => names[name] ?? '').trim())
    .filter((part) => part !== '');
}
