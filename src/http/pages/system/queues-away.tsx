// What is said instead of the page of the queues while the queue does not answer.

import { Page } from '../layout.tsx';
import { href, type View } from '../view.ts';
import { SYSTEM_WORDS } from './words.ts';

export function QueuesAwayPage({ view }: { view: View }) {
  const words = SYSTEM_WORDS[view.language];
  return (
    <Page view={view} title={words.work.queues}>
      <div class="head">
        <h1>{words.work.queues}</h1>
      </div>
      <p class="notice bad">{words.queuesAway}</p>
      <p>
        <a href={href(view, '/system')}>{words.title}</a>
      </p>
    </Page>
  );
}
