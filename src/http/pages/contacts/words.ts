// What a shop's page of contacts says.

import type { Language } from '../../../core/model.ts';

const ja = {
  title: '連絡先',
  lead: 'お知らせの送り先です。「試しに送る」を押すと、その人のすべての宛先にテストのメッセージが実際に届きます。',
  readOnly: 'お知らせの送り先です。試しに送るには、管理者の権限が必要です。',
  owner: '店舗運営責任者',
  mail: 'メール',
  chat: (kind: string) => `チャット（${kind}）`,
  send: '試しに送る',
  sendTo: (name: string) => `${name}に試しに送る`,
  result: (name: string, at: string) => `${name}への送信テスト（${at}）`,
  works: '受け取られました',
  worksNot: '届いていません',
  answer: (answer: string) => `相手の応答: ${answer}`,
  unknown: (name: string) => `${name} という連絡先はありません。店舗の設定が変わった可能性があります。`,
  tooMany: (minutes: number) => `送信テストが続いています。約${minutes}分後にもう一度お試しください。`,
};

const en: typeof ja = {
  title: 'Contacts',
  lead: 'Who is told. “Send a test” really sends a test message to every way to them.',
  readOnly: 'Who is told. To send a test one needs the rights of an admin.',
  owner: 'Owner',
  mail: 'Mail',
  chat: (kind) => `Chat (${kind})`,
  send: 'Send a test',
  sendTo: (name) => `Send a test to ${name}`,
  result: (name, at) => `Test to ${name} (${at})`,
  works: 'taken',
  worksNot: 'not taken',
  answer: (answer) => `Answer: ${answer}`,
  unknown: (name) => `There is no contact ${name}: the shop’s file may have changed.`,
  tooMany: (minutes) => `Too many tests: try again in about ${minutes === 1 ? 'a minute' : `${minutes} minutes`}.`,
};

export const CONTACT_WORDS: Readonly<Record<Language, typeof ja>> = { ja, en };
