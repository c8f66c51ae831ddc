// The mails' Japanese. Calm and plain; the terms are those of RULES.md 1.
import type { StepLength } from '../../core/model.ts';
import { ja as lists } from './list-words-ja.ts';
import type { Counts, TimeSpan, Words } from './words.ts';

const CHANNELS: Readonly<Record<string, string>> = { 'r-messe': 'R-Messe', mail: 'メール', chat: 'チャット' };

/** In which everybody here tells the time. */
const JAPAN = 'Asia/Tokyo';

/** Above the rows it speaks of all of them. */
const all = (inquiries: number): string => (inquiries === 1 ? '' : 'いずれも');

export const ja: Words = {
  channel: (id) => CHANNELS[id] ?? id,
  kind: (parts) => parts.join('・'),
  columns: {
    inquiry: '問い合わせ',
    received: '受信',
    due: '期限',
    left: '残り',
    shop: '店舗',
    unknownSince: '不明になった時刻',
  },
  labelled: (label, value) => `${label} ${value}`,
  joinFacts: (parts) => parts.join('／'),
  left: {
    overdue: { value: '期限超過', text: '期限超過' },
    today: { value: '本日中', text: '残り: 本日中' },
    todayUntil: (time) => ({ value: `本日 ${time}まで`, text: `残り: 本日${time}まで` }),
    days: (days) => ({ value: `${days}営業日`, text: `残り${days}営業日` }),
    open: (span) => ({ value: duration(span), text: `残り${duration(span)}（営業時間）` }),
    answered: (at) => ({ value: `期限超過／${at} 返信済み`, text: `期限超過／${at} 返信済み` }),
  },
  notes: {
    stepDue: (after, at) => (after === null ? `お知らせの基準時刻 ${at}` : `${length(after)}経過 ${at}`),
    late: {
      'before-watch': (inquiries) => `${all(inquiries)}監視開始前の問い合わせです。`,
      'learned-late': (inquiries) => `${all(inquiries)}取り込みが後だったため、お知らせが遅れました。`,
      down: (inquiries) => `${all(inquiries)}監視が止まっていたため、お知らせが遅れました。`,
      recounted: (inquiries) => `${all(inquiries)}カレンダーや数え方の変更により、期限を過ぎた扱いになりました。`,
    },
    reminder: (number) => `再通知 ${number}回目（最大5回）`,
    muted: (kind, { until, by, why }) =>
      `${kind === 'in_hand' ? '対応中' : 'お知らせ停止中'}: ${until}まで／${by}／${why}`,
    provisional: '暫定: 公表前の祝日（春分・秋分の日）により変わることがあります。',
    notice: (why) => `お知らせ: ${why.join('・')}`,
    item: (item) => `商品 ${item}`,
    zone: (zone) => (zone === JAPAN ? '時刻は日本時間です。' : `時刻は${zone}の現地時刻です。`),
  },
  links: {
    answer: (channel) => `${channel}で返信する`,
    detail: '期限の詳細を見る',
    board: '未返信の一覧を開く',
    take: '開いて対応中にする',
    system: '監視の状況を開く',
  },
  more: (count) => `ほか${count}件`,
  receiptsHeading: 'それぞれの期限の数え方',
  counts: label,
  footer: {
    dataAsOf: (at, age) => (age === null ? `データ取得: ${at}` : `データ取得: ${at}（${duration(age)}前）`),
    dataNever: 'データ取得: まだ一度も完了していません',
    dataPushed: 'データ: 外部システムから届いた時点のものです。',
    sentAt: (at, zone) =>
      zone === null ? `送信: ${at}` : `送信: ${at}（${zone === JAPAN ? '日本時間' : `時刻は${zone}の現地時刻`}）`,
    from: (sender) => `送信元: ${sender}`,
    contact: (contacts) => `連絡先: ${contacts.join('、')}`,
    sendOnly: 'このメールは送信専用です。ご返信いただいてもお答えできません。',
  },
  owner: {
    subjects: (counts, day, channel, again) => {
      const head = `【${again ? '再通知・' : ''}${label(counts)}】`;
      return [
        ...(channel === null ? [] : [{ before: `${head}${day}期限 ${channel}／`, after: '' }]),
        { before: `${head}${day}期限 `, after: '' },
        { before: head, after: '' },
      ];
    },
    salutation: (shop) => `${shop} 店舗運営責任者 様`,
    contact: (shop, name, isPerson) => (isPerson ? `${shop} ${name} 様` : `${shop} ご担当者 様（${name}）`),
    standsInFor: (people) =>
      `${people.map((name) => `${name}さん`).join('、')}が不在のため、代理の方にお送りしています。`,
    lead: ({ counts, channel, alertAfter }) => {
      const place = channel === null ? '' : `${channel}で`;
      const near = alertAfter === null ? '期限の近い' : `${length(alertAfter)}を過ぎた`;
      if (counts.overdue === 0) return `${place}${near}未返信の問い合わせが${counts.due}件あります。`;
      if (counts.due === 0) return `${place}返信期限を過ぎた未返信の問い合わせが${counts.overdue}件あります。`;
      return `${place}返信期限を過ぎた未返信の問い合わせが${counts.overdue}件、${near}ものが${counts.due}件あります。`;
    },
    nearest: (due, left) => `最も早い期限: ${due}（${left}）`,
    next: (due, left) => `次の期限: ${due}（${left}）`,
    oldest: (due) => `最も古い期限: ${due}`,
    alreadyTold: (count) => `このほか、すでにお知らせした未返信の問い合わせが${count}件あります。`,
    reminded: (count, all) =>
      all
        ? '再通知: 以前お知らせした後、まだ返信を確認できていません。'
        : `このうち${count}件は再通知です（以前にもお知らせしています）。`,
    muted: (count) => `このほか、対応中またはお知らせ停止中の未返信の問い合わせが${count}件あります。`,
    howToMute: '一覧で「対応中にする」を押すと、その問い合わせのお知らせは止まります。',
    caption: (count) => `未返信の問い合わせ（${count}件、期限が近い順）`,
  },
  lists,
  clear: {
    subject: (inquiries) => ({ before: `【対応済み${inquiries}件】`, after: '' }),
    lead: (inquiries) => `お知らせした未返信の問い合わせ${inquiries}件は、すべて対応済みになりました。`,
  },
  goal: {
    subject: (goals) => ({ before: `【目標の確認${goals}件】`, after: '' }),
    lead: (goals) => `返信の目標${goals}件で、遅れの余裕が少なくなっています。`,
    meaning: '件数は、期間内に始まった問い合わせのうち結果の決まったものです。',
    caption: (goals) => `目標（${goals}件）`,
    goal: '目標',
    state: '状況',
    reason: '理由',
    why: {
      spent: '遅れの余裕がなくなりました。',
      fast: '直近7日だけで余裕の半分を超えて使いました。',
    },
  },
  season: {
    subject: (season) => ({ before: `【休業日の確認】${season}の休業が未登録です／`, after: '' }),
    lead: (season, dates) => `${season}（${dates}）の休業日が登録されていません。`,
    lastYear: (dates) => `昨年は${dates}を休業としていました。`,
    never: 'この時期の休業日は、これまで登録されたことがありません。',
    meaning: 'このままでは、下の「営業日」の日も返信期限の計算に含めます。',
    link: '店舗のページを開く',
    caption: 'この時期の登録状況',
    date: '日付',
    counts: '現在の扱い',
    open: '営業日として計算します',
    closed: (why) => `休み（${why}）`,
    more: (days) => `ほか${days}日`,
    whatToDo: (contacts) => [
      `休業する場合は休業日を、営業する場合は営業日を、運用担当${contacts.length > 0 ? `（${contacts.join('、')}）` : ''}へお知らせください。`,
      'どちらかが登録されると、このお知らせは届きません。',
    ],
  },
  digest: {
    subject: (count, dates) => ({
      before: `【休業前の確認${count}件】${dates === null ? '' : `${dates}休業 `}`,
      after: '',
    }),
    lead: (dates) => `明日からの休業: ${dates}`,
    reach: (count, until) => `休業明けの${until}までに、未返信の問い合わせ${count}件が次の段階に達します。`,
    today: '本日中に返信すると、休業明けのお知らせや期限超過を減らせます。',
    caption: (count) => `未返信の問い合わせ（${count}件、期限が近い順）`,
    step: '達する段階',
    at: '時刻',
  },
  calendar: {
    subject: (matters, onlyShop, shops) => `【カレンダーの確認${matters}件】${onlyShop ?? `${shops}店舗`} 運用`,
    lead: (matters, shops) => `${shops}店舗の休業日について、確認が必要なことが${matters}件あります。`,
    meaning: '休業日の登録が実際と違うと、返信期限の計算がずれます。',
    headings: { held: '確認待ちの変更', season: '長期休業の登録がない店舗', drift: 'RMSとの違い' },
    remarks: {
      held: '取得した内容をまだ適用していません。正しければ、適用してください。',
      season: '店舗責任者にもお知らせしています。休業または営業を登録すると、以後のお知らせは届きません。',
      drift: '店舗で登録した休業・営業が優先されます。RMSの画面とは期限が異なることがあります。',
    },
    caption: (count) => `確認すること（${count}件）`,
    matter: '内容',
    howTo: 'コマンド',
  },
  ops: {
    subject: (counts, shops, onlyShop) => `【${label(counts)}】${onlyShop ?? `${shops}店舗`} 運用`,
    lead: (counts, shops) => `${shops}店舗に、${label(counts)}のお知らせがあります。`,
    answeredMeanwhile: (count) => `期限超過のうち${count}件は、その後に返信されています。`,
    undeliverable: (shops) =>
      `店舗へのメールを届けられなかった店舗が${shops}店舗あります。宛先を確認して再送してください（inquiry-sla mail retry 番号）。`,
    muted: (count) => `このうち${count}件は対応中またはお知らせ停止中のため、店舗へのメールを停止しています。`,
    caption: (count) => `問い合わせ（${count}件、期限が近い順）`,
    ownerMail: {
      sent: '店舗へのメール: 送信済み',
      pending: '店舗へのメール: 送信手続き中',
      undeliverable: '店舗へのメール: 届けられませんでした',
      none: '店舗へのメール: なし',
    },
    moreShops: (shops, counts) => `ほか${shops}店舗（${label(counts)}）`,
    group: (name, counts, shops) => `${name}: ${label(counts)}（${shops}店舗）`,
  },
  causes: {
    silent: {
      'auth-expired': 'RMSのライセンスキーの有効期限が切れています',
      'auth-wrong': 'RMSの認証情報が正しくありません',
      variable: 'RMSの認証に使う環境変数が設定されていないか、正しくありません（名前の確認: inquiry-sla doctor）',
      permission: 'RMSの機能の利用権限がありません',
      'rate-limit': 'RMSのアクセス制限を受けています',
      maintenance: 'RMSがメンテナンス中です',
      outage: 'RMSから正しい応答がありません',
      timeout: 'RMSが時間内に応答しません',
      contract: 'RMSの応答の形式が変わりました',
      'foreign-shop': '別の店舗のデータが返されました',
      'bad-request': 'RMSが要求を受け付けません',
      'not-tried': '読み取り処理が動いていません',
      unknown: '問い合わせを読み取れていません',
    },
    service: {
      queue: 'キューに10分以上つながりません（期限の処理は続いていますが、遅れることがあります）',
      tick: '監視が5分以上止まっていました（現在は再開しています）',
      clock: 'データベースの時計が急に変わりました',
      loop: '監視処理の一部が終わっていません',
      disk: 'ディスクの空きが残りわずかです（満杯になると止まります）',
      drift: '時計がRMSの時計と30秒以上ずれています',
      vacuum: 'データベースの自動整理（autovacuum）が追いついていません',
      canary: '毎日の動作確認（カナリア）が時間内に届きませんでした',
    },
    config: {
      config: '設定ファイルに誤りがあります。直前の正しい設定のまま動いています（内容: inquiry-sla check）',
      held: '設定の変更を保留しています。表示・お知らせの増減が多いためです（確認: inquiry-sla apply --dry-run、適用: --yes）',
    },
    hook: {
      refused: 'Webhookが受け取りを拒否しました',
      gone: 'Webhookの送信先がなくなりました（410）。URLを変更するまで送信を止めます',
      away: 'Webhookに届けられていません（再送を続けています）',
    },
    chat: {
      refused: 'チャットがお知らせの受け取りを拒否しました（inquiry-sla chat test で理由を確認できます）',
      unknown: 'チャットへのお知らせが届いたかどうか、2回とも確認できませんでした',
      away: 'チャットにお知らせを届けられていません（再送を続けています）',
    },
    undeliverable: '店舗責任者へのメールが届きません',
    partly: '店舗責任者の一部の宛先にメールが届きません',
    stuck: '1日以上送れていないメールがあります（再送を続けています）',
    limit: 'メールサーバーの送信数の上限に達しました（時間をおいて再送します）',
    contract: 'RMSの応答の形式が変わりました',
    calendar:
      '休業日のカレンダー（RMS・取り込み）を7日以上更新できていません。期限の計算は最後に取得した内容で続けています',
    licenceUnreadable: 'ライセンスキーの期限を読み取れません',
    licence: (days) =>
      days === 0
        ? 'ライセンスキーの期限は本日までか、すでに過ぎています'
        : `ライセンスキーの期限まで残り${days}日以内です`,
    proof: (day, missing, late) =>
      `${day}の期限を計算し直しました。${[
        ...(missing > 0 ? [`検知漏れの期限が${missing}件`] : []),
        ...(late > 0 ? [`1分より遅れて検知した期限が${late}件`] : []),
      ].join('、')}あります（内訳: システムの画面、または inquiry-sla doctor）`,
  },
  blind: {
    subject: (shops, onlyShop, cause, about) =>
      `【${about === 'delivery' ? 'お届けできません' : '監視できていません'}】${shops === 0 ? cause : `${onlyShop ?? `${shops}店舗`} ${cause}`}`,
    lead: {
      inquiries: '問い合わせの状況を確認できていません。',
      delivery: 'お知らせをお届けできませんでした。',
      service: '監視サービスに異常がありました。',
    },
    cause: (cause) => `原因: ${cause}`,
    meaning: {
      inquiries: '未返信の問い合わせがない、という意味ではありません。復旧するまで、各店舗の画面で直接ご確認ください。',
      delivery: '送信先の設定をご確認のうえ、店舗へ別の方法でお知らせください。',
      service: '期限のお知らせが遅れることがあります。監視の状況をご確認ください。',
    },
    affected: (shops) => `確認できていない店舗: ${shops}店舗`,
    retry: '原因を直したあと、次のコマンドか、メールの画面の「再送する」でもう一度送れます。',
    moreMails: (count) => `ほか${count}通（メールの画面で「届けられませんでした」を絞り込んでください）`,
    caption: '確認できていない店舗（不明になった順）',
    since: (at) => ({ value: at, text: `${at} から不明` }),
    sinceUnknown: { value: '一度も取得なし', text: '一度も取得できていません' },
    moreShops: (count) => `ほか${count}店舗`,
  },
};

function label({ overdue, due }: Counts): string {
  const parts = [...(overdue > 0 ? [`期限超過${overdue}件`] : []), ...(due > 0 ? [`要返信${due}件`] : [])];
  return parts.join('・');
}

function duration({ hours, minutes }: TimeSpan): string {
  if (hours === 0) return minutes === 0 ? '1分未満' : `${minutes}分`;
  return minutes === 0 ? `${hours}時間` : `${hours}時間${minutes}分`;
}

function length(after: StepLength): string {
  if ('days' in after) return `${after.days}営業日`;
  const minutes = Math.round(after.openMs / 60_000);
  return `営業時間で${duration({ hours: Math.floor(minutes / 60), minutes: minutes % 60 })}`;
}
