// What a page says that is not there, may not be seen, or failed.

import { Page } from '../layout.tsx';
import { href, type View } from '../view.ts';

export function NotFoundPage({ view }: { view: View }) {
  const { errors } = view.words;
  return <Message view={view} title={errors.notFound} hint={errors.notFoundHint} />;
}

/** `isAway`: the database does not answer. */
export function FailedPage({ view, isAway }: { view: View; isAway: boolean }) {
  const { errors } = view.words;
  return <Message view={view} title={errors.failed} hint={isAway ? errors.awayHint : errors.failedHint} />;
}

/** `title` and `hint` say what happened and what one can do. */
export function Message({ view, title, hint }: { view: View; title: string; hint: string }) {
  return (
    <Page view={view} title={title}>
      <div class="card empty">
        <h1>{title}</h1>
        <p class="more">{hint}</p>
        <p class="more">
          <a href={href(view, '/')}>{view.words.errors.back}</a>
        </p>
      </div>
    </Page>
  );
}
