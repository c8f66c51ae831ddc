// cli: what --help says, in Japanese, by what it says in English. A test asks that none is missing and none is left over.

export const TITLES_JA: Readonly<Record<string, string>> = {
  'Usage:': '使い方:',
  'Arguments:': '引数:',
  'Options:': 'オプション:',
  'Commands:': 'コマンド:',
};

const COMMANDS_JA: Readonly<Record<string, string>> = {
  'Reply-deadline monitor for shops on Rakuten Ichiba: counts business days, flags, mails, explains.':
    '楽天市場の店舗の返信期限を監視します。営業日の計算、一覧での注意表示、メールでのお知らせ、期限の説明。',
  'the first service.yaml and shop file, from five answers; nothing is written over':
    '最初の service.yaml と店舗ファイルを5つの質問から作成します。既存のファイルは上書きしません',
  'the service: reads sources, raises steps, sends mails, serves the board and the API':
    'サービスを起動します（問い合わせの読み取り、期限の監視、メール、画面とAPI）',
  'a story around New Year on a fast clock, with everything it needs on board':
    '年末年始のデモを早送りで実行します。必要なものはすべて含まれています',
  'validate config files: one line per fault, and warnings of what looks like a mistake':
    '設定ファイルを確認します。誤りは1件1行、間違いらしい点は注意として表示します',
  'put the edited files in force now, after showing what that changes for open inquiries':
    '編集した設定を今すぐ適用します。未返信の問い合わせへの影響を先に表示します',
  'the revisions of a shop’s file: when, by whom, and what each changed':
    '店舗ファイルの変更履歴（いつ、誰が、何を変えたか）',
  'the shop’s days with the reason of each closed one; close and open days, take that back':
    '店舗のカレンダーと休業日の理由。休業・臨時営業の登録と取り消し',
  'months as grids (the word show may be left out)': '月ごとのカレンダー（show は省略できます）',
  'close a date or a range, once or every year': '休業日を登録します（1日または期間、一度だけまたは毎年）',
  'open a date or a range that is closed otherwise, or give it hours of its own':
    '臨時営業日を登録します。その日だけの営業時間も指定できます',
  'take back the last close or open; again: the one before':
    '直前の休業・臨時営業の登録を取り消します。繰り返すとその前も取り消します',
  'put in force what RMS or an imported calendar changed all of a sudden, and what is held for it':
    'RMSや外部カレンダーの大きな変更を確認して適用します',
  'calendars outside the shop’s file: RMS and imported ones, how fresh, what to look at':
    '店舗ファイル以外のカレンダー（RMS・外部）の取得状況と確認事項',
  'the secret address of the shop’s iCalendar feeds, for calendar programs':
    'カレンダーアプリに登録する、店舗のiCalendarの秘密のURL',
  'the three due instants of an inquiry, day by day why, and what other counting rules would say':
    '問い合わせの3つの期限と、日ごとの数え方、ほかの数え方での期限',
  'NDJSON requests on stdin, one answer a line: the three due instants':
    '標準入力のNDJSONに1行ずつ答えます（3つの期限）',
  'NDJSON threads on stdin, one answer a line: status and episodes':
    '標準入力のNDJSONに1行ずつ答えます（状態と返信待ちの期間）',
  'take events in from a file of NDJSON, or - for stdin; run again it changes nothing':
    'NDJSONファイル（- は標準入力）から取り込みます。繰り返しても結果は変わりません',
  'bring the database to this release’s schema (start does it too)':
    'データベースをこの版のスキーマに更新します（start でも自動で行います）',
  'the whole database of one moment in one file; the service may run':
    'データベース全体を1つのファイルにバックアップします。サービスは動いたままで構いません',
  'fill an empty database from a backup of this release’s schema, whatever its PostgreSQL was':
    '空のデータベースにバックアップを復元します（スキーマがこの版のもの。PostgreSQLの版は問いません）',
  'check config, disk, database, clock, queue, mail and RMS; one line each':
    '設定・ディスク・データベース・時計・キュー・メール・RMSを1行ずつ確認します',
  'look at a shop’s mail, send a test, or send one again': '店舗のメールの確認、テスト送信、再送',
  'a shop’s mail as it would go out now; changes nothing': '今送信されるとしたらの店舗のメール（何も変更しません）',
  'send a test mail and say in plain words what became of it': 'テストメールを送り、結果を分かりやすく表示します',
  'send a mail again that was given up, put off, or only written to a file: to those who lack it':
    '届けられなかった・保留中の・ファイル保存だけのメールを、届いていない宛先に再送します',
  'hold the owner’s mails about a shop or an inquiry back, until a time; list and lift':
    '店舗または問い合わせのお知らせを、指定の日時まで停止します。一覧と再開',
  'mute a shop or an inquiry (the word add may be left out)':
    '店舗または問い合わせのお知らせを停止します（add は省略できます）',
  'what is muted, by whom, why and until when': '停止中のお知らせの一覧（誰が、なぜ、いつまで）',
  'end a mute now': 'お知らせを今すぐ再開します',
  'the messages to webhooks: their schema, or a test': 'Webhookに送る内容の形式と、テスト送信',
  'the JSON Schema of every message': '送る内容すべてのJSON Schema',
  'send a signed test message and say what became of it': '署名付きのテストを送り、結果を表示します',
  'the contacts and people of a shop: a test': '店舗の連絡先と担当者へのテスト',
  'try every way to a contact: a test mail to each address, a test message to each chat':
    '連絡先のすべての宛先を試します（各アドレスへのテストメールと、各チャットへのテスト）',
  'the chats of a shop’s contacts: a test': '店舗の連絡先のチャットへのテスト',
  'send a test message to a chat and say in plain words what became of it':
    'チャットにテストを送り、結果を分かりやすく表示します',
  'who may use the dashboard and the API: create, list and revoke tokens':
    '画面とAPIの利用者（トークン）の作成・一覧・無効化',
  'make a token; it is shown this once and only its hash is kept':
    'トークンを作成します。表示は一度だけで、保存するのはハッシュのみです',
  'every token there ever was: whose, for what, until when, last used when':
    'これまでのトークンの一覧（名前、権限、有効期限、最終利用）',
  'end a token and its sessions now': 'トークンとそのログインを今すぐ無効にします',
  'the key that links inquiries of one customer: make another one, or drop it':
    '同じ方の問い合わせを結び付ける鍵の作り直しと破棄',
  'a new key in the place of the old one': '新しい鍵に置き換えます',
  'forget which inquiries belong together': '問い合わせの結び付きを破棄します',
};

const OPTIONS_JA: Readonly<Record<string, string>> = {
  'output the version number': 'バージョンを表示',
  'display help for command': 'このヘルプを表示',
  'folder of service.yaml and shops/': 'service.yaml と shops/ のフォルダー',
  'folder of the embedded database and of mails without SMTP_URL':
    '内蔵データベースと、SMTP_URL がないときのメールのフォルダー',
  'folder of the embedded database, which knows if RMS was ever read':
    '内蔵データベースのフォルダー（RMSを読み取ったことがあるかの確認に使います）',
  'folder of the embedded database, and of what `undo` brings back': '内蔵データベースと、undo で戻す内容のフォルダー',
  'folder of the embedded database': '内蔵データベースのフォルダー',
  'id of the shop, which names its file': '店舗ID（ファイル名になります）',
  'id of the shop': '店舗ID',
  'id of the shop, or ops': '店舗ID、または ops',
  'id of the shop (default: the one edited last)': '店舗ID（省略時: 最後に編集した店舗）',
  'id of the shop, or with the whole number of an inquiry': '店舗ID、または問い合わせの番号まで',
  'name of the shop': '店舗名',
  'whose rule it follows: rakuten, amazon, … (config/examples)':
    'どのモールのルールか（rakuten、amazon など。config/examples）',
  'weekly closed days, such as "sat,sun", or none (default: as the mall’s example)':
    '定休日（"sat,sun" など。なしは none。省略時: モールの例のとおり）',
  'mail address of the person in charge': '担当者のメールアドレス',
  'worker, http, source, separated by commas (default: all)': 'worker、http、source をカンマ区切りで（省略時: すべて）',
  'ends after the story: exit code 0 if all went as the rules say, else 1':
    'デモが終わると終了します。ルールどおりなら終了コード0、違えば1',
  'seconds that a day of the story takes': 'デモの1日にかける秒数',
  'port of the board, 0 for any free one': '画面のポート（0は空いているもの）',
  'keeps the database, the config and the log': 'データベース・設定・ログを残します',
  'no story: eight shops with four weeks behind them to click through, kept in the folder':
    'デモの代わりに、4週間分の記録がある8店舗を見て回れます（フォルダーに保存）',
  'as one JSON object': '1つのJSONで出力',
  'as one JSON list': 'JSONの配列で出力',
  'exit code 1 for warnings too': '注意だけでも終了コード1にします',
  'business hours that the owner’s mail must leave before the breach (default: 3)':
    '店舗へのメールから期限超過までに必要な営業時間（省略時: 3）',
  'language of the warnings (default: the shop’s)': '注意の言語（省略時: 店舗の設定）',
  'language (default: the shop’s, or that of service.yaml)': '言語（省略時: 店舗または service.yaml の設定）',
  'language (default: the shop’s)': '言語（省略時: 店舗の設定）',
  'language (default: both)': '言語（省略時: 両方）',
  'language (default: that of the terminal’s locale, else English)':
    '言語（省略時: 端末のロケール。日本語でなければ英語）',
  'only this language (default: Japanese first, English beside it)': 'この言語だけ（省略時: 日本語と英語）',
  'only this shop (default: all)': 'この店舗だけ（省略時: すべて）',
  'shows it and changes nothing': '表示だけで、変更しません',
  'also when more inquiries are concerned than confirmAbove in service.yaml':
    '影響する件数が service.yaml の confirmAbove を超えても適用します',
  'how many, the newest first': '件数（新しい順）',
  'first month (default: the current one)': '最初の月（省略時: 今月）',
  'how many months': '月数',
  'weeks begin on Monday': '月曜始まりで表示',
  'closed and special days as an iCalendar feed': '休業日と臨時営業日をiCalendarで出力',
  'with --ics: the shop’s open deadlines instead, from the database':
    '--ics と一緒に: 代わりに未返信の期限を出力（データベースから）',
  '2026-12-29..2027-01-03, both ends included; with --every also 12-29..01-03':
    '2026-12-29..2027-01-03（両端を含む）。--every なら 12-29..01-03 も可',
  '2026-10-17 or 2026-10-17..2026-10-18, both ends included': '2026-10-17 または 2026-10-17..2026-10-18（両端を含む）',
  'why, as shown in explanations and mails': '名称（説明とメールに表示されます）',
  'every year': '毎年',
  'save without a question': '確認なしで保存',
  'only the preview': '確認だけ（保存しません）',
  'the preview as one JSON object': '確認の内容を1つのJSONで出力',
  'hours of these dates: 10:00-12:00,13:00-15:00': 'その日の営業時間（10:00-12:00,13:00-15:00）',
  'accept without a question': '確認なしで適用',
  'what is held as one JSON object': '保留中の内容を1つのJSONで出力',
  'read the imported ones now and show what they would close; stores nothing':
    '外部カレンダーを今読み取り、休業になる日を表示します（保存しません）',
  'make a new one, shown this once; the one before ends': '新しいURLを発行します（表示は一度だけ。前のURLは無効）',
  'end it': '無効にします',
  'when the customer wrote: "2026-12-28 16:00" in the shop’s local time, or 2026-06-01T10:00:00+09:00':
    '問い合わせの日時（"2026-12-28 16:00" は店舗の時刻。または 2026-06-01T10:00:00+09:00）',
  'channel of the inquiry, chooses the policy': '問い合わせの窓口（期限の設定を選びます）',
  'type of the inquiry, chooses the policy': '問い合わせの種類（期限の設定を選びます）',
  'category of the inquiry, chooses the policy': '問い合わせのカテゴリ（期限の設定を選びます）',
  'one event a line, as POST /v1/events takes them': '1行に1件（POST /v1/events と同じ形式）',
  'refused lines and totals as JSON': '取り込めなかった行と件数をJSONで出力',
  'a file that is not there yet, such as inquiry-sla-2026-11-26.backup':
    'まだないファイル名（inquiry-sla-2026-11-26.backup など）',
  'what backup wrote': 'backup で作成したファイル',
  'owner (default), morning, weekly, or group: that of the shop’s group':
    'owner（省略時）、morning、weekly、または group（店舗のグループ宛て）',
  'subject, recipients and text (default)': '件名・宛先・本文（省略時）',
  'the HTML part': 'HTML形式の本文',
  'the whole message, for a mail program': 'メール全体（メールソフト用）',
  'who gets it': '送り先',
  'numbers of mails, as the mail to ops and the mails’ pages name them':
    'メールの番号（運用へのメールとメールの画面に表示されます）',
  'also to those who have it: asks for a second copy': '届いている宛先にも、もう1通送ります',
  'when it ends, at most 90 days: 2026-12-01 (until its end), "2026-12-01 12:00", an instant, or 3d, 4h, 90m':
    '終了日時（90日以内）: 2026-12-01（その日いっぱい）、"2026-12-01 12:00"、3d・4h・90m など',
  'the reason, for the others': '理由（ほかの人に表示されます）',
  'who says so': '停止する人の名前',
  'somebody is answering it: shown as 対応中': '誰かが対応中（一覧に「対応中」と表示されます）',
  'past ones too': '終わったものも表示',
  'its number in mute list': 'mute list の番号',
  'name under contacts: or people: in the shop’s file': '店舗ファイルの contacts: または people: の名前',
  'name of the chat, as under chats: in the shop’s file': '店舗ファイルの chats: の名前',
  'whose it is; shown beside what they do': '利用者の名前（操作の記録に表示されます）',
  'ingest, read, act, admin, separated by commas': 'ingest、read、act、admin をカンマ区切りで',
  'who acts with it, as people: calls them (default: the name)':
    '操作する担当者の名前（people: の名前。省略時: 利用者の名前）',
  'several use it: whoever acts says who they are': '複数人で使います（操作のたびに名前を入力）',
  'only these shops, separated by commas (default: every shop)': '対象の店舗をカンマ区切りで（省略時: 全店舗）',
  'only the shops of these groups, separated by commas': '対象のグループをカンマ区切りで',
  'when it ends: 2027-03-31 (until its end), an instant, or 90d (default: never)':
    '有効期限: 2027-03-31（その日いっぱい）、90d など（省略時: なし）',
  'its number in token list': 'token list の番号',
};

export const HELP_JA: Readonly<Record<string, string>> = { ...COMMANDS_JA, ...OPTIONS_JA };

/** Whole lines of what stands below the options. */
export const LINES_JA: Readonly<Record<string, string>> = {
  'Examples:': '例:',
  'While it lasts the owner gets no mail about it; steps are raised, breaches recorded, and ops told, all the same.':
    '停止中も、段階の判定・期限超過の記録・運用へのお知らせは続きます。店舗へのメールだけを止めます。',
  'A shop called close, open, undo, accept, sources, feed or show: inquiry-sla calendar show <shop>':
    '店舗IDが close、open、undo、accept、sources、feed、show のとき: inquiry-sla calendar show <店舗>',
  '  inquiry-sla token create --name 山田 --scope act                        # 山田 acts; every shop, no end':
    '  inquiry-sla token create --name 山田 --scope act                        # 山田さん用。全店舗、期限なし',
  '  inquiry-sla token create --name カウンター --scope act --shared          # whoever acts says who they are':
    '  inquiry-sla token create --name カウンター --scope act --shared          # 複数人で使い、操作のたびに名前を入力',
  '  inquiry-sla token create --name 佐藤 --scope act --group tokyo-team     # the shops of a group, also those to come':
    '  inquiry-sla token create --name 佐藤 --scope act --group tokyo-team     # グループの店舗（今後加わる店舗も）',
  'Scopes: ingest sends events; read looks; act also takes in hand, mutes, marks; admin also edits calendars.':
    '権限: ingest は取り込み、read は閲覧、act は対応中・お知らせの停止・返信不要も、admin はカレンダーの編集も。',
  'The first token closes the dashboard and the API to everybody without one, for good.':
    '最初のトークンを作成すると、以後はトークンのない人は画面とAPIを使えません。',
  'With "sameCustomer: on" in a shop\'s file, inquiries of one customer are linked by a keyed hash of what the source says of who':
    '店舗ファイルに sameCustomer: on があると、同じ方の問い合わせを、差出人の情報を鍵付きでハッシュにした値で結び付けます。',
  'writes. Nothing of it is stored but the hash; without the key it says nothing.':
    '保存するのはハッシュだけで、鍵がなければ何も分かりません。',
  '  rotate  a new key; what was linked is forgotten, and what RMS still shows is linked anew at the next read':
    '  rotate  新しい鍵にします。これまでの結び付きは破棄し、RMSに残っている分は次の読み取りで結び直します',
  '  drop    no key any more: what was linked is forgotten, and nothing is linked until "rotate"':
    '  drop    鍵を破棄します。結び付きも破棄し、rotate するまで結び付けません',
};
