// The clear notice: one line after a warning, when all that was told is done (MAIL.md 8).
import { openZone } from '../../core/time/zone.ts';
import { clip } from '../display-text.ts';
import type { ClearMailFacts, RenderedMail } from '../facts.ts';
import { WORDS } from '../words/languages.ts';
import { composeMail } from './compose.ts';
import type { Reading } from './entries/inquiry-entry.ts';
import { type MailDocument, webUrl } from './entries/mail-document.ts';
import { sentLine } from './footer.ts';
import { fitSubject } from './subject.ts';

/**
 * The notice to a shop's owner, in the shop's language.
 * @throws RangeError without inquiries: it is never empty.
 */
export function renderClearMail(facts: ClearMailFacts): RenderedMail {
  if (facts.inquiries < 1) throw new RangeError('A clear notice needs at least one inquiry');
  return composeMail(() => clearDocument(facts));
}

function clearDocument({ shop, now, inquiries, boardUrl }: ClearMailFacts): MailDocument {
  const { language } = shop;
  const reading: Reading = { words: WORDS[language], language, zone: openZone(shop.timeZone), now };
  const { words } = reading;
  const board = webUrl(boardUrl);
  return {
    language,
    subject: fitSubject([words.clear.subject(inquiries)], clip(shop.name, 120)),
    salutation: null,
    lead: [words.clear.lead(inquiries)],
    action: board === null ? null : { label: words.links.board, url: board },
    groups: [],
    receiptsHeading: words.receiptsHeading,
    remainder: null,
    footer: [sentLine(reading), words.footer.sendOnly],
  };
}
