import { describe, expect, test } from 'vitest';
import { renderOwnerMail } from '../../../src/mail/render/render-owner.ts';
import { openTransport } from '../../../src/mail/transport/mail-transport.ts';
import { messageIdOf, threadRootOf } from '../../../src/mail/transport/message.ts';
import { jst, mailRows, outgoing, ownerFacts, SHOP } from '../sample.ts';
import { startSmtp } from './smtp-servers.ts';

const FROM = 'モニター <sla@example.jp>';

async function sent(changes: Parameters<typeof outgoing>[0] = {}) {
  const server = await startSmtp();
  const mail = outgoing(changes);
  const outcome = await openTransport({ smtpUrl: server.url, mailDir: '' }).send(mail);
  expect(outcome.kind).toBe('delivered');
  return { mail, ...server.received[0]! };
}

describe('a mail as it arrives (MAIL.md 12, 13)', () => {
  test('carries the headers of an automatic mail and none that invites an answer', async () => {
    const { raw, parsed, mail } = await sent();
    expect(parsed.headers.get('auto-submitted')).toBe('auto-generated');
    expect(parsed.headers.get('x-auto-response-suppress')).toBe('All');
    expect(parsed.messageId).toBe(mail.messageId);
    expect(parsed.references).toBe('<shop.sample.2026-11-26@example.jp>');
    expect(parsed.date?.getTime()).toBe(jst('2026-11-26T09:03'));
    expect(raw).not.toMatch(/^(Precedence|List-Unsubscribe|List-Unsubscribe-Post|X-Mailer|Reply-To):/im);
  });

  test('has its own sender on the envelope, name and address apart', async () => {
    const { from, parsed } = await sent();
    expect(from).toBe('sla@example.jp');
    expect(parsed.from?.value[0]).toEqual({ address: 'sla@example.jp', name: '問い合わせ期限モニター' });
  });

  test('is multipart/alternative in UTF-8, text first, and both halves come through unchanged', async () => {
    const { raw, parsed, mail } = await sent();
    expect(raw).toMatch(/^Content-Type: multipart\/alternative;/m);
    expect([...raw.matchAll(/^Content-Type: (text\/\w+); charset=(\S+)/gm)].map((match) => match.slice(1))).toEqual([
      ['text/plain', 'utf-8'],
      ['text/html', 'utf-8'],
    ]);
    expect(parsed.text).toBe(mail.rendered.text);
    expect(parsed.html).toBe(mail.rendered.html);
  });

  test.each([
    ['emoji, variant and half-width characters', 'ｶﾞﾗｽ工房﨑髙🎍👩‍👩‍👧'],
    ['sixty characters', '店'.repeat(60)],
    ['markup', '<b>店&"本店"</b>'],
    ['line breaks', 'サンプル\r\nBcc: spy@example.jp\r\n\r\n店'],
  ])('brings a shop name of %s through, and to nobody else', async (_, name) => {
    const rendered = renderOwnerMail(ownerFacts({ shop: { ...SHOP, name } }));
    const { parsed, to } = await sent({ rendered });
    const line = name.replaceAll(/\s+/g, ' ');
    expect(parsed.subject).toBe(`【要返信3件】11/26(木)期限 R-Messe／${line}`);
    expect(parsed.text?.replaceAll('\n', '')).toContain(`${line} 店舗運営責任者`.replaceAll('\n', ''));
    expect(to).toEqual(['owner@example.jp']);
    expect(parsed.bcc).toBeUndefined();
  });

  test('of 500 inquiries has at most 60 KB', async () => {
    const chain = Array.from({ length: 12 }, () => '（休み: 12/29 年末年始・12/30 年末年始・12/31 年末年始）');
    const { raw } = await sent({ rendered: renderOwnerMail(ownerFacts({ rows: mailRows(500, { chain }) })) });
    expect(Buffer.byteLength(raw)).toBeLessThanOrEqual(60 * 1024);
  });

  test('is counted as it goes over the wire: both halves in base64', async () => {
    const { raw } = await sent({ rendered: renderOwnerMail(ownerFacts({ shop: { ...SHOP, language: 'en' } })) });
    expect(raw.match(/^Content-Transfer-Encoding: base64$/gm)).toHaveLength(2);
    expect(raw).not.toContain('quoted-printable');
  });

  test('never reads a file or a URL, whatever the text looks like', async () => {
    const rendered = { subject: 'x', text: 'file:///etc/hostname', html: '<p>https://example.jp/</p>' };
    const { parsed } = await sent({ rendered });
    expect(parsed.text).toBe('file:///etc/hostname');
  });
});

describe('Message-IDs', () => {
  test('are the same for the same row of the outbox and differ for another', () => {
    expect(messageIdOf('7', FROM)).toBe('<outbox.7@example.jp>');
    expect(messageIdOf('8', FROM)).not.toBe(messageIdOf('7', FROM));
  });

  test('do not come back when a new database counts from 1 again', () => {
    expect(messageIdOf('7', FROM, jst('2026-11-26T09:00'))).not.toBe(messageIdOf('7', FROM, jst('2026-11-27T09:00')));
  });

  test('take their host in ASCII, and refuse a sender without address', () => {
    expect(messageIdOf('7', 'sla@日本語.jp')).toBe('<outbox.7@xn--wgv71a119e.jp>');
    expect(() => messageIdOf('7', 'モニター')).toThrow(RangeError);
  });

  test('a thread is one topic and one local day', () => {
    const root = threadRootOf('sample', jst('2026-11-26T00:00'), FROM);
    expect(threadRootOf('sample', jst('2026-11-26T23:59'), FROM)).toBe(root);
    expect(threadRootOf('sample', jst('2026-11-27T00:00'), FROM)).not.toBe(root);
    expect(threadRootOf('', jst('2026-11-26T00:00'), FROM)).toBe('<ops.2026-11-26@example.jp>');
    expect(threadRootOf('ops', jst('2026-11-26T00:00'), FROM)).toBe('<shop.ops.2026-11-26@example.jp>');
  });
});
