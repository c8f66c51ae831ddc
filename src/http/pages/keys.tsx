// The keys that browser/keys.js knows, in a dialog that ? and a button open. Without scripts neither is there.

import type { Language } from '../../core/model.ts';
import type { View } from './view.ts';

const ja = {
  open: 'キー操作',
  title: 'キー操作',
  hint: '文字の入力中と、Ctrl・Alt・Command と一緒に押したときは働きません。',
  on: 'この端末でキー操作を使う',
  close: '閉じる',
  keys: {
    '/': '検索',
    'j・k': '次の行・前の行（問い合わせのページでは j で次の問い合わせ）',
    Enter: '開く',
    h: '対応中にする',
    n: '返信不要にする',
    c: '営業日カレンダー',
    u: '一覧へ戻る',
    '?': 'この一覧',
  },
};

const en: typeof ja = {
  open: 'Keys',
  title: 'Keys',
  hint: 'They do nothing while you type, and with Ctrl, Alt or Command.',
  on: 'Use keys in this browser',
  close: 'Close',
  keys: {
    '/': 'Search',
    'j・k': 'Next and previous row (on the page of an inquiry j is the next one)',
    Enter: 'Open',
    h: 'Take in hand',
    n: 'No reply needed',
    c: 'Business-day calendar',
    u: 'Back to the list',
    '?': 'These keys',
  },
};

export const KEYS_WORDS: Readonly<Record<Language, typeof ja>> = { ja, en };

type Key = keyof typeof ja.keys;

/** Of a list whose rows can only be opened. */
export const LIST_KEYS: readonly Key[] = ['/', 'j・k', 'Enter', '?'];
const ALL_KEYS = Object.keys(ja.keys) as Key[];

/** Once at the end of a page with the script `keys`; `keys`: those that do something there. */
export function Keys({ view, keys = ALL_KEYS }: { readonly view: View; readonly keys?: readonly Key[] }) {
  const words = KEYS_WORDS[view.language];
  return (
    <>
      <p class="keys-line">
        <button type="button" class="quiet keys-open" aria-haspopup="dialog" aria-keyshortcuts="?">
          {words.open} <kbd>?</kbd>
        </button>
      </p>
      <dialog id="keys" aria-labelledby="keys-title">
        <h2 id="keys-title">{words.title}</h2>
        <dl>
          {keys.map((key) => (
            <div>
              <dt>
                {key.split('・').map((one) => (
                  <kbd>{one}</kbd>
                ))}
              </dt>
              <dd>{words.keys[key]}</dd>
            </div>
          ))}
        </dl>
        <p class="hint">{words.hint}</p>
        <form method="dialog">
          <label>
            <input type="checkbox" id="keys-on" checked /> {words.on}
          </label>
          <button type="submit" class="main">
            {words.close}
          </button>
        </form>
      </dialog>
    </>
  );
}
