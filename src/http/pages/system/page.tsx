// The page of the system: what is not as it should be on top, then each part in words.

import { Page } from '../layout.tsx';
import { LiveMark } from '../live.tsx';
import { Icon } from '../parts.tsx';
import { MatterLine } from '../watch.tsx';
import { ProofSection } from './proof.tsx';
import type { SystemProps } from './props.ts';
import { BuiltSection, CalendarsSection, ConfigSection, MutesSection, WorkSection } from './sections.tsx';
import { LicencesSection, SourcesSection } from './sources.tsx';
import { SYSTEM_WORDS } from './words.ts';

const REFRESH_SECONDS = 60;

export function SystemPage({ view, report, shopName }: Omit<SystemProps, 'words'>) {
  const words = SYSTEM_WORDS[view.language];
  const props: SystemProps = { view, words, report, shopName };
  return (
    <Page view={view} title={words.title} scripts={['live']} refreshSeconds={REFRESH_SECONDS}>
      <LiveMark view={view} stream="/live" total={0} zone={view.zone} />
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

function Verdict({ view, words, report }: SystemProps) {
  const { matters } = report.health;
  if (matters.length === 0)
    return (
      <p class="verdict">
        <Icon name="ok" />
        {words.fine}
      </p>
    );
  return (
    <div class="verdict bad">
      <Icon name="unknown" />
      <div>
        <strong>{words.troubles}</strong>
        <ul>
          {matters.map((matter) => (
            <li>
              <MatterLine view={view} matter={matter} />
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
}
