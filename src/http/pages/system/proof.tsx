// The daily proof of the last days: what fell due, what was noticed of it, and what was not.

import { parseDate } from '../../../core/time/civil-date.ts';
import { formatDay, formatDue } from '../../../core/time/format.ts';
import type { DailyProof } from '../../../service/status/read-system.ts';
import { href, inquiryPath } from '../view.ts';
import type { SystemProps } from './props.ts';

const SECOND_MS = 1_000;

export function ProofSection(props: SystemProps) {
  const { words, report } = props;
  return (
    <section id="proof">
      <h2>{words.proof.title}</h2>
      <div class="card">
        <p class="soft">{report.proofs.length === 0 ? words.proof.none : words.proof.lead}</p>
        <ol class="days">
          {report.proofs.map((proof) => (
            <ProofRow {...props} proof={proof} />
          ))}
        </ol>
      </div>
    </section>
  );
}

function ProofRow({ view, words, proof, shopName }: SystemProps & { readonly proof: DailyProof }) {
  const own = words.proof;
  const isWell = proof.missing + proof.late + proof.surplus === 0;
  const seconds = (ms: number) => `${(ms / SECOND_MS).toFixed(1)} ${view.language === 'ja' ? '秒' : 's'}`;
  const said = [
    own.line(proof),
    ...own.extra(proof),
    ...(proof.raised > 0 ? [own.slowest(seconds(proof.slowestMs))] : []),
    ...(proof.canaryMs === null ? [] : [own.canary(seconds(proof.canaryMs))]),
  ];
  return (
    <li>
      <span class="date">{formatDay(parseDate(proof.day) ?? 0, view.language)}</span>
      <span>
        <span class={`badge level-${isWell ? 'none' : 'owner_alert'}`}>{isWell ? own.well : own.bad}</span>
      </span>
      <span class={isWell ? undefined : 'wrong'}>{said.join(view.words.separator)}</span>
      {proof.examples.length === 0 ? null : (
        <ul class="examples soft">
          {proof.examples.map(({ what, shop, inquiry, step, notice, dueAt }) => (
            <li>
              {own.finding[what]}: {shopName(shop)} <a href={href(view, inquiryPath(shop, inquiry))}>{inquiry}</a>{' '}
              {notice ?? view.words.steps[step]} {formatDue(dueAt, view.zone, view.language)}
            </li>
          ))}
        </ul>
      )}
    </li>
  );
}
