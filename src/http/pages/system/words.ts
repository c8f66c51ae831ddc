// What the page of the system says. Calm also when something is wrong: what it means, and what goes on all the same.

import type { DailyProof } from '../../../service/status/system-status.ts';

type Counted = (count: number) => string;
type Said = (text: string) => string;

export interface SystemWords {
  readonly title: string;
  readonly fine: string;
  readonly troubles: string;
  readonly sources: {
    readonly title: string;
    readonly none: string;
    readonly polled: Counted;
    readonly unknown: Counted;
    readonly allRead: string;
    readonly oldest: Said;
    readonly newest: Said;
    readonly since: Said;
    readonly never: string;
    readonly quiet: string;
    readonly more: Counted;
  };
  readonly licences: {
    readonly title: string;
    readonly known: Counted;
    readonly ending: Counted;
    readonly unreadable: Counted;
    readonly none: string;
    readonly left: Counted;
    readonly today: string;
    readonly over: string;
  };
  readonly work: {
    readonly title: string;
    readonly tick: (seconds: number) => string;
    readonly noTick: string;
    readonly noLoops: string;
    readonly worker: Said;
    readonly reader: Said;
    readonly noWorker: string;
    readonly queue: { readonly connected: Said; readonly away: Said; readonly since: Said };
    readonly backend: Readonly<Record<'redis' | 'postgresql', string>>;
    readonly jobs: (name: string, waiting: number, active: number, delayed: number) => string;
    readonly queues: string;
    readonly mail: { readonly smtp: string; readonly files: string; readonly bad: Said };
    readonly outbox: string;
    readonly outboxEmpty: string;
    readonly refusals: (kept: number, recent: number) => string;
  };
  readonly proof: {
    readonly title: string;
    readonly lead: string;
    readonly none: string;
    readonly line: (proof: DailyProof) => string;
    readonly extra: (proof: DailyProof) => string[];
    readonly slowest: Said;
    readonly finding: Readonly<Record<'missing' | 'late' | 'surplus', string>>;
    readonly well: string;
    readonly bad: string;
  };
  readonly config: {
    readonly title: string;
    readonly inForce: (revision: string, shops: number) => string;
    readonly since: Said;
    readonly broken: Said;
    readonly kept: Said;
    readonly leftOut: Said;
    readonly held: (at: string, shops: number, inquiries: number) => string;
    readonly recent: string;
    readonly service: string;
    readonly cause: Readonly<Record<'start' | 'edit' | 'apply' | 'source', string>>;
  };
  readonly calendars: {
    readonly title: string;
    readonly counts: (all: number, failing: number, held: number, drifting: number) => string;
    readonly failing: Said;
    readonly held: Said;
    readonly drift: Said;
    readonly none: string;
  };
  readonly mutes: {
    readonly title: string;
    readonly counts: (shops: number, inquiries: number, inHand: number) => string;
    readonly until: Said;
    readonly kind: Readonly<Record<'mute' | 'in_hand', string>>;
    readonly wholeShop: string;
  };
  readonly built: {
    readonly title: string;
    readonly database: Readonly<Record<'embedded' | 'given', string>>;
    readonly version: Said;
    readonly postgres: Said;
    readonly node: Said;
  };
  readonly queuesAway: string;
}

export const ja: SystemWords = {
  title: 'システム',
  fine: 'すべての店舗を確認できています。',
  troubles: '確認が必要なこと',
  sources: {
    title: '読み取り',
    none: 'RMSから読み取る店舗はありません。すべて送信されたデータで監視しています。',
    polled: (count) => `読み取り対象 ${count}店舗`,
    unknown: (count) => `不明 ${count}店舗`,
    allRead: 'すべて読み取れています。',
    oldest: (at) => `最も古い読み取り ${at}`,
    newest: (at) => `最新の読み取り ${at}`,
    since: (at) => `${at} から不明`,
    never: 'まだ一度も読み取れていません',
    quiet: '読み取りの処理が動いていません',
    more: (count) => `ほか${count}店舗`,
  },
  licences: {
    title: 'ライセンスキーの期限',
    known: (count) => `期限を確認済み ${count}店舗`,
    ending: (count) => `14日以内に切れるもの ${count}店舗`,
    unreadable: (count) => `期限を読み取れないもの ${count}店舗`,
    none: '期限を確認できたライセンスキーはまだありません。',
    left: (days) => `残り${days}日`,
    today: '残り1日未満',
    over: '期限切れ',
  },
  work: {
    title: '処理',
    tick: (seconds) => `このプロセスの処理 ${seconds}秒前`,
    noTick: 'このプロセスの処理はまだ一巡していません',
    noLoops: 'このプロセスは画面の表示だけを受け持っています',
    worker: (at) => `期限の監視（最終実行） ${at}`,
    reader: (at) => `読み取りの処理（最終実行） ${at}`,
    noWorker: 'ワーカーはまだ一度も巡回していません',
    queue: {
      connected: (backend) => `キュー（${backend}）に接続中`,
      away: (backend) => `キュー（${backend}）につながりません。期限の検知は最大30秒遅れますが、見落としません`,
      since: (at) => `${at} から`,
    },
    backend: { redis: 'BullMQ・Redis', postgresql: 'BullMQ・PostgreSQL' },
    jobs: (name, waiting, active, delayed) => `${name}: 待ち${waiting}・処理中${active}・予約${delayed}`,
    queues: 'キューの中を見る',
    mail: {
      smtp: 'メールはSMTPで送ります',
      files: 'メールはファイル（.eml）に保存するだけで、誰にも届いていません（SMTP_URLが未設定）',
      bad: (reason) => `メールを送れません: ${reason}`,
    },
    outbox: '送信箱',
    outboxEmpty: '送信を待つメールはありません',
    refusals: (kept, recent) => `取り込めなかったもの ${kept}件（24時間以内 ${recent}件）`,
  },
  proof: {
    title: '毎日の検証（14日分）',
    lead: '前日に来た期限を、届いたデータから数え直して、実際に検知したものと照らし合わせます。',
    none: '最初の検証は、日付が変わって5分後に行います。',
    line: ({ expected, raised, late }) => `期限 ${expected}件、発生 ${raised}件、遅れ ${late}件`,
    extra: ({ missing, surplus, learnedLate, recounted }) => [
      ...(missing > 0 ? [`検知していない ${missing}件`] : []),
      ...(surplus > 0 ? [`余分 ${surplus}件`] : []),
      ...(learnedLate > 0 ? [`後から分かったもの ${learnedLate}件`] : []),
      ...(recounted > 0 ? [`カレンダー変更によるもの ${recounted}件`] : []),
    ],
    slowest: (time) => `最も遅い検知 ${time}`,
    finding: { missing: '検知していない', late: '遅れ', surplus: '余分' },
    well: '一致',
    bad: '不一致',
  },
  config: {
    title: '設定',
    inForce: (revision, shops) => `有効な設定 ${revision}（${shops}店舗）`,
    since: (at) => `${at} から`,
    kept: (names) => `直前の正しい設定で動いている店舗: ${names}`,
    leftOut: (ids) => `設定ファイルを読み込めないため、監視していない店舗: ${ids}`,
    broken: (at) => `${at} から設定ファイルに誤りがあります。直前の正しい設定のまま動いています。`,
    held: (at, shops, inquiries) =>
      `${at} から設定の変更を保留しています（${shops}店舗、影響する問い合わせ${inquiries}件）。適用: inquiry-sla apply --yes`,
    recent: '最近の変更',
    service: '全体の設定（service.yaml）',
    cause: { start: '起動時', edit: 'ファイルの編集', apply: 'applyコマンド', source: '外部カレンダー' },
  },
  calendars: {
    title: '外部カレンダー',
    counts: (all, failing, held, drifting) =>
      `${all}件のうち、読み取れないもの${failing}件、確認待ち${held}件。RMSと違いのある店舗${drifting}件`,
    failing: (at) => `${at} から読み取れません`,
    held: (at) => `${at} から確認待ち`,
    drift: (at) => `${at} からRMSと違いがあります`,
    none: '外部カレンダーは使っていません。',
  },
  mutes: {
    title: '通知の停止と対応中',
    counts: (shops, inquiries, inHand) => `通知を止めている店舗${shops}件、問い合わせ${inquiries}件。対応中${inHand}件`,
    until: (at) => `${at} まで`,
    kind: { mute: '通知の停止', in_hand: '対応中' },
    wholeShop: '店舗全体',
  },
  built: {
    title: '構成',
    database: { embedded: '内蔵PostgreSQL', given: '指定のPostgreSQL' },
    version: (version) => `inquiry-sla ${version}`,
    postgres: (version) => `PostgreSQL ${version}`,
    node: (version) => `Node.js ${version}`,
  },
  queuesAway: 'キューの管理画面は、キューにつながっているときだけ開けます。',
};
