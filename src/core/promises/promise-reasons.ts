// Why an answer takes longer, and how a customer was answered where no source sees it, in words (RULES.md 10).

import type { AnswerWay, Bilingual, PromiseReason } from '../model.ts';

export const REASON_WORDS: Readonly<Record<PromiseReason, Bilingual>> = {
  maker: { ja: 'メーカー・仕入先に確認中', en: 'asking the maker or supplier' },
  stock: { ja: '在庫・入荷を確認中', en: 'checking stock' },
  delivery: { ja: '配送会社に確認中', en: 'asking the carrier' },
  inside: { ja: '社内で確認中', en: 'asking inside the company' },
  other: { ja: 'その他', en: 'something else' },
};

export const ANSWER_WORDS: Readonly<Record<AnswerWay, Bilingual>> = {
  phone: { ja: '電話', en: 'by phone' },
  mail: { ja: 'メール', en: 'by mail' },
  visit: { ja: '来店', en: 'in person' },
  other: { ja: 'その他', en: 'otherwise' },
};
