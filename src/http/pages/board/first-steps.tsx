// What to do first, on the page of all shops of a service that has never heard of an inquiry.

import type { Language } from '../../../core/model.ts';
import type { View } from '../view.ts';

interface Step {
  readonly what: string;
  /** What is typed. */
  readonly type: readonly string[];
}

const ja = {
  title: 'はじめの手順',
  lead: 'まだ問い合わせを1件も読み取っていません。次の順に進めてください。最初の問い合わせが届くと、この案内は消えます。',
  steps: [
    { what: 'RMSの店舗: 店舗ファイルの rms: に書いた環境変数の値を .env に入れて、再起動します。', type: [] },
    {
      what: '設定と接続を確認します。足りないものと、その直し方が表示されます。',
      type: ['npx inquiry-sla check', 'npx inquiry-sla doctor'],
    },
    {
      what: 'RMS以外の問い合わせ: ほかのシステムから送るか、ファイルから取り込みます。',
      type: ['POST /v1/events', 'npx inquiry-sla import events.ndjson'],
    },
    { what: '先に見本で試すこともできます。', type: ['npm run demo', 'npm run dev'] },
  ] as readonly Step[],
};

const en: typeof ja = {
  title: 'First steps',
  lead: 'No inquiry was ever read. Go on in this order; the first inquiry takes this away.',
  steps: [
    {
      what: 'Shops on RMS: put the values of the environment variables under rms: in the shop’s file into .env, and start again.',
      type: [],
    },
    {
      what: 'Check configuration and connections. They say what is missing and what to do.',
      type: ['npx inquiry-sla check', 'npx inquiry-sla doctor'],
    },
    {
      what: 'Inquiries from elsewhere: let another system send them, or take them in from a file.',
      type: ['POST /v1/events', 'npx inquiry-sla import events.ndjson'],
    },
    { what: 'Or look at samples first.', type: ['npm run demo', 'npm run dev'] },
  ],
};

const WORDS: Readonly<Record<Language, typeof ja>> = { ja, en };

export function FirstSteps({ view }: { view: View }) {
  const words = WORDS[view.language];
  return (
    <section class="card first-steps" aria-labelledby="first-steps">
      <h2 id="first-steps">{words.title}</h2>
      <p>{words.lead}</p>
      <ol>
        {words.steps.map(({ what, type }) => (
          <li>
            {what}{' '}
            {type.map((text) => (
              <code>{text}</code>
            ))}
          </li>
        ))}
      </ol>
    </section>
  );
}
