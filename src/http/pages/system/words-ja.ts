// The page of the system in Japanese.

import type { DailyProof } from '../../../service/status/read-system.ts';

export const ja = {
  title: 'システム',
  fine: 'すべての店舗を確認できています。',
  troubles: '確認が必要なこと',
  sources: {
    title: '読み取り',
    none: 'RMSから読み取る店舗はありません。すべて送信されたデータで監視しています。',
    polled: (count: number) => `読み取り対象 ${count}店舗`,
    unknown: (count: number) => `不明 ${count}店舗`,
    allRead: 'すべて読み取れています。',
    oldest: (at: string) => `最も古い読み取り ${at}`,
    newest: (at: string) => `最新の読み取り ${at}`,
    since: (at: string) => `${at} から不明`,
    never: 'まだ一度も読み取れていません',
    firstRead: (read: number, days: number, inquiries: number) =>
      `初回の読み取り中: ${days}日分のうち${read}日分まで完了（${inquiries.toLocaleString('ja')}件）`,
    quiet: '読み取り処理が動いていません',
    more: (count: number) => `ほか${count}店舗`,
  },
  licences: {
    title: 'ライセンスキーの期限',
    known: (count: number) => `期限を確認済み ${count}店舗`,
    ending: (count: number) => `14日以内に切れるもの ${count}店舗`,
    unreadable: (count: number) => `期限を読み取れないもの ${count}店舗`,
    none: '期限を確認できたライセンスキーはまだありません。',
    left: (days: number) => `残り${days}日`,
    today: '残り1日未満',
    over: '期限切れ',
  },
  work: {
    title: '処理',
    tick: (seconds: number) => `画面の更新処理 ${seconds}秒前`,
    noTick: '画面の更新処理はまだ動いていません',
    noLoops: 'このサーバーは画面の表示だけを担当しています',
    worker: (at: string) => `期限の監視処理（最終実行） ${at}`,
    reader: (at: string) => `読み取り処理（最終実行） ${at}`,
    noWorker: '期限の監視処理はまだ一度も動いていません',
    queue: {
      connected: (backend: string) => `キュー（${backend}）に接続中`,
      away: (backend: string) => `キュー（${backend}）につながりません。期限の検知は最大30秒遅れますが、見落としません`,
      since: (at: string) => `${at} から`,
    },
    backend: { redis: 'BullMQ・Redis', postgresql: 'BullMQ・PostgreSQL' },
    jobs: (name: string, waiting: number, active: number, delayed: number) =>
      `${name}: 待ち${waiting}・処理中${active}・予約${delayed}`,
    queues: 'キューの内容を見る',
    mail: {
      smtp: 'メールはSMTPで送ります',
      files: 'メールはファイル（.eml）に保存するだけで、誰にも届いていません（SMTP_URLが未設定）',
      bad: (reason: string) => `メールを送れません: ${reason}`,
    },
    outbox: '送信待ちのメール',
    outboxEmpty: '送信を待つメールはありません',
    refusals: (kept: number, recent: number) => `取り込めなかったデータ ${kept}件（24時間以内 ${recent}件）`,
  },
  proof: {
    title: '毎日の検証（14日分）',
    lead: '前日に到来した期限を、届いたデータから計算し直し、実際に検知した結果と照合します。',
    none: '最初の検証は、日付が変わって5分後に行います。',
    line: ({ expected, raised, late }: DailyProof) => `期限到来 ${expected}件・検知 ${raised}件・検知遅れ ${late}件`,
    extra: ({ missing, surplus, learnedLate, recounted }: DailyProof) => [
      ...(missing > 0 ? [`検知漏れ ${missing}件`] : []),
      ...(surplus > 0 ? [`期限外の検知 ${surplus}件`] : []),
      ...(learnedLate > 0 ? [`後から分かったもの ${learnedLate}件`] : []),
      ...(recounted > 0 ? [`カレンダー変更によるもの ${recounted}件`] : []),
    ],
    slowest: (time: string) => `検知の遅れ（最大） ${time}`,
    finding: { missing: '検知漏れ', late: '検知遅れ', surplus: '期限外の検知' },
    well: '一致',
    bad: '不一致',
  },
  config: {
    title: '設定',
    inForce: (revision: string, shops: number) => `有効な設定 ${revision}（${shops}店舗）`,
    since: (at: string) => `${at} から`,
    kept: (names: string) => `直前の正しい設定で動いている店舗: ${names}`,
    leftOut: (ids: string) => `設定ファイルを読み込めないため、監視していない店舗: ${ids}`,
    broken: (at: string) => `${at} から設定ファイルに誤りがあります。直前の正しい設定のまま動いています。`,
    held: (at: string, shops: number, inquiries: number) =>
      `${at} から設定の変更を保留しています（${shops}店舗、影響する問い合わせ${inquiries}件）。適用: inquiry-sla apply --yes`,
    recent: '最近の変更',
    service: '全体の設定（service.yaml）',
    cause: { start: '起動時', edit: 'ファイルの編集', apply: 'applyコマンド', source: '外部カレンダー' },
  },
  calendars: {
    title: '外部カレンダー',
    counts: (all: number, failing: number, held: number, drifting: number) =>
      `${all}件のうち、読み取れないもの${failing}件、確認待ち${held}件。RMSと違いのある店舗${drifting}件`,
    failing: (at: string) => `${at} から読み取れません`,
    held: (at: string) => `${at} から確認待ち`,
    drift: (at: string) => `${at} からRMSと違いがあります`,
    none: '外部カレンダーは使っていません。',
  },
  mutes: {
    title: 'お知らせの停止と対応中',
    counts: (shops: number, inquiries: number, inHand: number) =>
      `お知らせを停止している店舗${shops}件、問い合わせ${inquiries}件。対応中${inHand}件`,
    until: (at: string) => `${at} まで`,
    kind: { mute: 'お知らせを停止', in_hand: '対応中' },
    wholeShop: '店舗全体',
  },
  built: {
    title: '構成',
    database: { embedded: '内蔵PostgreSQL', given: '指定のPostgreSQL' },
    version: (version: string) => `inquiry-sla ${version}`,
    postgres: (version: string) => `PostgreSQL ${version}`,
    node: (version: string) => `Node.js ${version}`,
  },
  queuesAway: 'キューの管理画面は、キューにつながっているときだけ開けます。',
};
