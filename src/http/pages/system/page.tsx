// The page of the system: what is not as it should be on top, then each part in words.

import { Page } from '../layout.tsx';
import { Icon } from '../parts.tsx';
import { local } from '../view.ts';
import { ProofSection } from './proof.tsx';
import { type SystemProps, wordsOf } from './props.ts';
import { BuiltSection, CalendarsSection, ConfigSection, MutesSection, WorkSection } from './sections.tsx';
import { LicencesSection, SourcesSection } from './sources.tsx';

export function SystemPage({ view, report, shopName }: Omit<SystemProps, 'words'>) {
  const words = wordsOf(view);
  const props: SystemProps = { view, words, report, shopName };
  return (
    <Page view={view} title={words.title}>
      <div class="head">
        <h1>{words.title}</h1>
      </div>
      <Verdict {...props} />
      <div class="system">
        <div>
          <SourcesSection {...props} />
          <LicencesSection {...props} />
        </div>
        <WorkSection {...props} />
      </div>
      <ProofSection {...props} />
      <div class="system">
        <ConfigSection {...props} />
        <div>
          <CalendarsSection {...props} />
          <MutesSection {...props} />
          <BuiltSection {...props} />
        </div>
      </div>
    </Page>
  );
}

function Verdict(props: SystemProps) {
  const troubles = troublesOf(props);
  if (troubles.length === 0)
    return (
      <p class="verdict">
        <Icon name="ok" />
        {props.words.fine}
      </p>
    );
  return (
    <div class="verdict bad">
      <Icon name="unknown" />
      <div>
        <strong>{props.words.troubles}</strong>
        <ul>
          {troubles.map((trouble) => (
            <li>{trouble}</li>
          ))}
        </ul>
      </div>
    </div>
  );
}

/** What keeps us from seeing or telling, besides what every page already says on top. */
function troublesOf({ view, words, report }: SystemProps): string[] {
  const { sources, licences, config, calendars, mail, proofs } = report;
  const at = (instant: number) => local(view, instant, view.zone);
  const files = config.files;
  const last = proofs[0];
  return [
    ...(sources.unknown > 0 ? [`${words.sources.title}: ${words.sources.unknown(sources.unknown)}`] : []),
    ...(licences.ending > 0 ? [`${words.licences.title}: ${words.licences.ending(licences.ending)}`] : []),
    ...(files?.brokenSince == null ? [] : [words.config.broken(at(files.brokenSince))]),
    ...(files?.heldSince == null || files.held === null
      ? []
      : [words.config.held(at(files.heldSince), files.held.shops.length, files.held.inquiries)]),
    ...((mail.outbox.undeliverable ?? 0) > 0
      ? [`${view.words.mails.state.undeliverable}: ${mail.outbox.undeliverable}`]
      : []),
    ...(calendars.failing + calendars.held > 0
      ? [
          `${words.calendars.title}: ${words.calendars.counts(calendars.calendars, calendars.failing, calendars.held, calendars.drifting)}`,
        ]
      : []),
    ...(last !== undefined && last.missing + last.late > 0
      ? [`${words.proof.title}: ${[words.proof.line(last), ...words.proof.extra(last)].join(view.words.separator)}`]
      : []),
  ];
}
