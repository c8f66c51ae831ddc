// What the pages of the calendar say besides the shared words, and its Japanese. Calm and plain: whoever edits here is
// no programmer.

type Said = (value: string) => string;

export interface CalendarWords {
  readonly title: string;
  readonly year: (year: number) => string;
  readonly month: (year: number, month: number) => string;
  readonly businessDays: (count: number) => string;
  readonly open: string;
  readonly today: string;
  readonly pattern: {
    readonly weekly: string;
    readonly holidays: string;
    readonly none: string;
    readonly cutoff: Said;
  };
  readonly exceptions: {
    readonly title: string;
    readonly none: string;
    readonly date: string;
    readonly what: string;
    readonly why: string;
    readonly days: (count: number) => string;
  };
  readonly entries: { readonly title: string; readonly hint: string; readonly none: string; readonly remove: string };
  readonly seasons: {
    readonly title: string;
    readonly missing: string;
    readonly missingSoon: (days: number) => string;
    readonly entered: Said;
    readonly opened: string;
    readonly closedAnyway: string;
    readonly lastYear: Said;
    readonly fill: string;
    readonly off: string;
  };
  readonly outside: {
    readonly title: string;
    readonly read: Said;
    readonly never: string;
    readonly failing: Said;
    readonly drift: string;
    readonly noDrift: string;
    readonly held: string;
    readonly heldHint: (shop: string) => string;
  };
  readonly history: { readonly title: string; readonly none: string };
  readonly feeds: {
    readonly title: string;
    readonly days: string;
    readonly deadlines: string;
    readonly hint: string;
    readonly none: string;
    readonly made: (at: string, by: string) => string;
    readonly used: (at: string) => string;
    readonly unused: string;
    readonly make: string;
    readonly renew: string;
    readonly revoke: string;
    readonly once: string;
    readonly secret: string;
    readonly copy: string;
    readonly copied: string;
    readonly back: string;
  };
  readonly edit: EditWords;
  readonly preview: PreviewWords;
  readonly refused: RefusedWords;
}

interface EditWords {
  readonly title: string;
  readonly hint: string;
  readonly keys: string;
  readonly what: string;
  readonly close: string;
  readonly reopen: string;
  readonly name: string;
  readonly nameHint: string;
  readonly every: string;
  readonly from: string;
  readonly to: string;
  readonly orDates: string;
  readonly hours: string;
  readonly hoursHint: string;
  readonly preview: string;
  readonly clear: string;
  /** `{n}` is the number of days. */
  readonly picked: string;
  readonly choose: string;
  readonly noFolder: string;
  readonly noScope: string;
  readonly readOnly: string;
  readonly broken: string;
  readonly held: (shop: string) => string;
  readonly last: (at: string, who: string) => string;
  readonly somebody: string;
  readonly undo: string;
  readonly done: string;
  readonly undone: string;
  readonly notInForce: string;
}

interface PreviewWords {
  readonly title: string;
  readonly undoTitle: string;
  readonly lead: string;
  readonly closing: (dates: string, name: string) => string;
  readonly opening: (dates: string, name: string) => string;
  readonly every: Said;
  readonly removing: string;
  readonly undoing: string;
  readonly many: (inquiries: number, limit: number) => string;
  readonly save: string;
  readonly saveMany: string;
  readonly undo: string;
  readonly back: string;
  readonly inquiries: string;
  readonly readOnly: string;
  readonly readOnlyHow: Said;
  readonly difference: string;
  readonly whole: string;
  readonly broken: string;
  readonly line: string;
  readonly added: string;
  readonly removed: string;
}

interface RefusedWords {
  readonly title: string;
  readonly usage: string;
  readonly file: string;
  readonly undo: string;
  readonly noFolder: string;
  readonly conflict: string;
  readonly conflictLead: string;
  readonly reason: string;
}

export const CALENDAR_JA: CalendarWords = {
  title: 'カレンダー',
  year: (year) => `${year}年`,
  month: (year, month) => `${year}年${month}月`,
  businessDays: (count) => `営業日 ${count}日`,
  open: '営業日',
  today: '今日',
  pattern: { weekly: '定休日', holidays: '国民の祝日は休み', none: 'なし', cutoff: (time) => `締め時刻 ${time}` },
  exceptions: {
    title: 'いつもと違う日',
    none: 'この年に、いつもと違う日はありません。',
    date: '日付',
    what: '区分',
    why: '理由［登録元］',
    days: (count) => `${count}日間`,
  },
  entries: {
    title: '店舗ファイルの登録',
    hint: '休みにした日を営業に戻すには、その登録を消します（プレビューのあとで保存します）。',
    none: '登録はありません。',
    remove: '消す（プレビューへ）',
  },
  seasons: {
    title: 'これからの長期休業',
    missing: 'まだ登録がありません',
    missingSoon: (days) => `あと${days}日。まだ登録がありません。営業日として数えます`,
    entered: (dates) => `登録済み: ${dates}`,
    opened: '登録済み: 営業',
    closedAnyway: '登録なしでもすべて休みです',
    lastYear: (dates) => `昨年の休み: ${dates}`,
    fill: 'この日付で入力する',
    off: '長期休業前の確認メールは、この店舗では使っていません。',
  },
  outside: {
    title: '外部のカレンダー',
    read: (at) => `最終取得 ${at}`,
    never: 'まだ取得していません',
    failing: (why) => `取得できていません: ${why}`,
    drift: 'RMSとの違い',
    noDrift: '今後180日、RMSとの違いはありません。',
    held: '確認待ちの変更',
    heldHint: (shop) => `適用するには、運用担当者が inquiry-sla calendar accept ${shop} を実行します。`,
  },
  history: { title: '変更の履歴', none: 'まだ履歴がありません。' },
  feeds: {
    title: 'ほかのカレンダーアプリで見る（iCalendar）',
    days: '休業日・臨時営業日',
    deadlines: '返信期限',
    hint: 'ほかのカレンダーには、下で発行する専用アドレスを「URLで追加」してください。このリンクはログイン中だけ開けます。',
    none: '専用アドレスはまだありません。',
    made: (at, by) => `専用アドレス: ${at} 発行（${by}）`,
    used: (at) => `最終利用 ${at}`,
    unused: 'まだ使われていません',
    make: '専用アドレスを発行する',
    renew: '新しいアドレスに替える（今のアドレスは使えなくなります）',
    revoke: 'アドレスを無効にする',
    once: 'アドレスが表示されるのは今回だけです。コピーして、カレンダーに「URLで追加」してください。',
    secret: 'このアドレスを知っている人は、ログインせずに休業日と返信期限を見られます。共有先にご注意ください。',
    copy: 'コピー',
    copied: 'コピーしました',
    back: 'カレンダーへ戻る',
  },
  edit: {
    title: '休み・営業を登録する',
    hint: '上のカレンダーで日を選び（複数可）、内容を決めて、プレビューで確かめてから保存します。',
    keys: 'マウスはドラッグか Shift+クリックで範囲、キーボードは矢印キーと Space（Shift+矢印で範囲）。',
    what: '選んだ日を',
    close: '休みにする',
    reopen: '営業にする',
    name: '名前・理由',
    nameHint: '例: 年末年始',
    every: '毎年同じ日付で休む',
    from: '開始日',
    to: '終了日',
    orDates: '日付で指定する・営業時間を変える',
    hours: '営業時間（営業にする日だけ）',
    hoursHint: '例: 10:00-15:00（複数は , で区切る）',
    preview: 'プレビュー（まだ保存しません）',
    clear: '選択を解除',
    picked: '{n}日を選択中',
    choose: '内容を決める',
    noFolder: 'この画面は表示だけです。設定ファイルのフォルダーなしで動いているため、ここからは変更できません。',
    noScope: 'この画面は表示だけです。変更するには、管理（admin）のトークンでログインしてください。',
    readOnly:
      '設定ファイルは読み取り専用です。ここからは保存できませんが、プレビューで、写して使える変更内容を表示します。',
    broken: '設定ファイルに誤りがあります。直すまで、保存した内容は有効になりません。',
    held: (shop) =>
      `この店舗のファイルの変更は確認待ちです（増減する問い合わせが多いため）。運用担当者が inquiry-sla apply ${shop} --dry-run で確かめ、--yes で適用します。`,
    last: (at, who) => `最後の変更（${at}、${who}）`,
    somebody: '担当者不明',
    undo: '元に戻す（プレビューへ）',
    done: '保存しました。期限も数え直しました。',
    undone: '元に戻しました。期限も数え直しました。',
    notInForce: 'ファイルには保存しましたが、まだ有効ではありません。',
  },
  preview: {
    title: 'プレビュー',
    undoTitle: '元に戻すプレビュー',
    lead: 'まだ保存していません。',
    closing: (dates, name) => `${dates}を休みにします${name && `（${name}）`}`,
    opening: (dates, name) => `${dates}を営業にします${name && `（${name}）`}`,
    every: (dates) => `毎年 ${dates}`,
    removing: '登録を消します',
    undoing: '最後の変更を取り消します',
    many: (inquiries, limit) =>
      `${inquiries}件の問い合わせで表示や通知が増減します（確認が必要な件数: ${limit}件を超える変更）。内容をよく確かめてから保存してください。`,
    save: '保存する',
    saveMany: '内容を確かめました。保存する',
    undo: '元に戻す',
    back: '保存せずにカレンダーへ戻る',
    inquiries: '未返信の問い合わせ',
    readOnly: 'ここからは保存できません（設定ファイルが読み取り専用です）。',
    readOnlyHow: (file) => `次の変更を写して、${file} を管理している場所で反映してください。`,
    difference: '変更（unified diff）',
    whole: '変更後のファイル全体',
    broken: '設定ファイルのほかの場所に誤りがあります。直すまで、保存しても有効になりません。',
    line: '行',
    added: '追加',
    removed: '削除',
  },
  refused: {
    title: '保存できませんでした',
    usage: '入力を確かめてください。何も変更していません。',
    file: 'この内容は、店舗のファイルに書けませんでした。何も変更していません。同じ日がすでに別の理由で登録されている場合は、カレンダーの「店舗ファイルの登録」でその登録を先に消してください。',
    undo: '元に戻せる変更がありません。何も変更していません。その後にファイルが書き換えられた場合は、元に戻せません。',
    noFolder: '設定ファイルのフォルダーなしで動いているため、ここからは変更できません。',
    conflict: 'その間にファイルが変わりました',
    conflictLead:
      'プレビューのあとに、ほかの人がこの店舗のファイルを変更しました。何も保存していません。今のファイルでのプレビューを確かめて、よければもう一度保存してください。',
    reason: '理由',
  },
};
