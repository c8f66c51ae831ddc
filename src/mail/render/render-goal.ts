// The warning of goals, to a shop's owner: where each stands in counts, and what is wrong with it (RULES.md 11.6).

import type { GoalBudget } from '../../core/goals/goals.ts';
import type { GoalWarningKind } from '../../core/goals/warnings.ts';
import { budgetInWords, goalInWords } from '../../core/goals/words.ts';
import type { ByStep, Instant } from '../../core/model.ts';
import { openZone } from '../../core/time/zone.ts';
import { clip, oneLine } from '../display-text.ts';
import type { MailShop, RenderedMail } from '../facts.ts';
import { WORDS } from '../words/languages.ts';
import { composeMail } from './compose.ts';
import type { Reading } from './entries/inquiry-entry.ts';
import { type Entry, type MailDocument, webUrl } from './entries/mail-document.ts';
import { sentLine } from './footer.ts';
import { fitSubject } from './subject.ts';

/** A goal that is in danger, and why. */
export interface EndangeredGoal {
  readonly budget: GoalBudget;
  /** At least one. */
  readonly warnings: readonly GoalWarningKind[];
}

export interface GoalMailFacts {
  readonly shop: MailShop;
  readonly now: Instant;
  readonly goals: readonly EndangeredGoal[];
  /** How the shop's steps are named, in its language. */
  readonly names: ByStep<string>;
  readonly boardUrl: string | null;
  readonly from: string;
  readonly contact: readonly string[];
}

/** The mail, in the shop's language. */
export function renderGoalMail(facts: GoalMailFacts): RenderedMail {
  return composeMail(() => goalDocument(facts));
}

function goalDocument(facts: GoalMailFacts): MailDocument {
  const { language, timeZone } = facts.shop;
  const reading: Reading = { words: WORDS[language], language, zone: openZone(timeZone), now: facts.now };
  const { words } = reading;
  const shop = clip(facts.shop.name, 120);
  const board = webUrl(facts.boardUrl);
  const contacts = facts.contact.map(oneLine);
  return {
    language,
    subject: fitSubject([words.goal.subject(facts.goals.length)], shop),
    salutation: words.owner.salutation(shop),
    lead: [words.goal.lead(facts.goals.length), words.goal.meaning],
    action: board === null ? null : { label: words.links.board, url: board },
    groups: [
      {
        heading: null,
        remarks: [],
        caption: words.goal.caption(facts.goals.length),
        columns: [words.goal.goal, words.goal.state, words.goal.reason],
        entries: facts.goals.map((one) => goalEntry(one, facts, reading)),
        more: null,
        numbered: false,
      },
    ],
    receiptsHeading: words.receiptsHeading,
    remainder: null,
    footer: [
      sentLine(reading),
      words.footer.from(oneLine(facts.from)),
      ...(contacts.length > 0 ? [words.footer.contact(contacts)] : []),
      words.footer.sendOnly,
    ],
  };
}

function goalEntry(
  { budget, warnings }: EndangeredGoal,
  { names }: GoalMailFacts,
  { words, language }: Reading,
): Entry {
  const value = budgetInWords(budget, language);
  const why = warnings.map((kind) => words.goal.why[kind]).join(language === 'ja' ? '' : ' ');
  return {
    title: goalInWords(budget.goal, (step) => names[step], language),
    kind: null,
    cells: [
      { value, text: value, tone: warnings.includes('spent') ? 'overdue' : 'today', prose: true },
      { value: why, text: why, tone: 'calm', prose: true },
    ],
    notes: [],
    chain: [],
    links: [],
  };
}
