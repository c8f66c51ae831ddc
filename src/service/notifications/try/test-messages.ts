// The messages that only try a way: each says what it is, in both languages.

import type { ChatMessage } from '../../../chat/chat-transport.ts';
import type { ShopConfig } from '../../../config/input/shop-settings.ts';
import type { Config } from '../../../config/load.ts';
import type { Instant } from '../../../core/model.ts';
import { formatLocal } from '../../../core/time/format.ts';
import { openZone } from '../../../core/time/zone.ts';
import type { RenderedMail } from '../../../mail/facts.ts';

/** A short mail; `now` is epoch ms, told in the zone of those who operate the service. */
export function testMail({ service }: Config, now: Instant): RenderedMail {
  const zone = openZone(service.timeZone);
  const text = [
    `問い合わせ期限モニターの送信テストです（${formatLocal(now, zone, 'ja')}）。`,
    'このメールが届いていれば、期限のお知らせも届きます。お手続きは不要です。',
    '',
    `A test of the reply-deadline monitor, sent ${formatLocal(now, zone, 'en')}.`,
    'If you read this, its alerts will reach you too. There is nothing to do.',
  ];
  const html = `<!DOCTYPE html><html lang="ja"><head><meta charset="utf-8"><title>送信テスト</title></head><body><p>${text
    .join('<br>')
    .replace('<br><br>', '</p><p lang="en">')}</p></body></html>`;
  return { subject: '【送信テスト】問い合わせ期限モニター test mail', text: `${text.join('\n')}\n`, html };
}

/** A short message to a chat; `now` is epoch ms, told in the shop's zone. */
export function testMessage({ service }: Config, { name, timeZone }: ShopConfig, now: Instant): ChatMessage {
  const zone = openZone(timeZone);
  const text = [
    `【送信テスト】${name}`,
    `問い合わせ期限モニターの送信テストです（${formatLocal(now, zone, 'ja')}）。対応は必要ありません。`,
    `A test of the reply-deadline monitor, sent ${formatLocal(now, zone, 'en')}: there is nothing to do.`,
  ].join('\n');
  return { text, links: [{ words: '画面を開く／open', url: service.publicUrl }] };
}
