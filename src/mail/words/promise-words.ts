// What mails and chats say of promises (RULES.md 10), in both languages.

import type { Language, PromiseReason } from '../../core/model.ts';
import { REASON_WORDS } from '../../core/promises/promise-reasons.ts';
import type { SubjectFrame } from './subject-frame.ts';

/** How many are past their `until`, and how many it is still to come for. */
export interface PromiseCounts {
  readonly broken: number;
  readonly standing: number;
}

export interface PromiseWords {
  /** `day`: of the one that is nearest, or longest ago. From the fullest to the shortest. */
  readonly subjects: (counts: PromiseCounts, day: string) => readonly SubjectFrame[];
  /** Of all shops. */
  readonly opsSubject: (counts: PromiseCounts, shop: string) => string;
  readonly lead: (counts: PromiseCounts) => string;
  readonly heading: string;
  readonly caption: (count: number) => string;
  readonly columns: { readonly until: string; readonly by: string; readonly made: string };
  readonly broken: string;
  readonly nobody: string;
  readonly reason: (reason: PromiseReason) => string;
  /** The customer has written since, or was not answered. */
  readonly waits: string;
}

const count = (number: number, one: string, many: string): string => `${number} ${number === 1 ? one : many}`;

export const PROMISE_WORDS: Readonly<Record<Language, PromiseWords>> = {
  ja: {
    subjects: ({ broken, standing }, day) => {
      const head = broken > 0 ? `【約束超過${broken}件】` : `【約束${standing}件】`;
      return [
        { before: `${head}${day}まで `, after: '' },
        { before: head, after: '' },
      ];
    },
    opsSubject: ({ broken, standing }, shop) =>
      broken > 0 ? `【約束超過${broken}件】${shop} 運用` : `【約束${standing}件】${shop} 運用`,
    lead: ({ broken, standing }) => {
      if (broken === 0) return `お客様に約束した期限が近い問い合わせが${standing}件あります。`;
      const near = standing === 0 ? '' : `、期限の近いものが${standing}件`;
      return `お客様に約束した期限を過ぎた問い合わせが${broken}件${near}あります。`;
    },
    heading: '約束',
    caption: (number) => `お客様に約束した問い合わせ（${number}件、期限の早い順）`,
    columns: { until: '約束の期限', by: '約束した人', made: '約束した日時' },
    broken: '約束超過',
    nobody: '記録なし',
    reason: (reason) => `理由 ${REASON_WORDS[reason].ja}`,
    waits: 'お客様への返信も待たせています（未返信）。',
  },
  en: {
    subjects: ({ broken, standing }, day) => {
      const head =
        broken > 0
          ? `[${count(broken, 'broken promise', 'broken promises')}]`
          : `[${count(standing, 'promise', 'promises')}]`;
      return [
        { before: `${head} until ${day} `, after: '' },
        { before: `${head} `, after: '' },
      ];
    },
    opsSubject: ({ broken, standing }, shop) =>
      `[${broken > 0 ? count(broken, 'broken promise', 'broken promises') : count(standing, 'promise', 'promises')}] ${shop} (operations)`,
    lead: ({ broken, standing }) => {
      const near = count(
        standing,
        'inquiry was promised an answer that is due soon',
        'inquiries were promised answers that are due soon',
      );
      if (broken === 0) return `${near}.`;
      const over = count(
        broken,
        'inquiry was not answered by the date promised',
        'inquiries were not answered by the date promised',
      );
      return standing === 0 ? `${over}.` : `${over}; ${near}.`;
    },
    heading: 'Promises',
    caption: (number) => `${count(number, 'inquiry', 'inquiries')} with a promise, the earliest first`,
    columns: { until: 'Promised until', by: 'Promised by', made: 'Promised at' },
    broken: 'overdue',
    nobody: 'not recorded',
    reason: (reason) => `Reason: ${REASON_WORDS[reason].en}`,
    waits: 'The customer is waiting for a reply as well.',
  },
};
