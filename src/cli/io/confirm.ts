// cli: one question to whoever sits at the terminal.

import type { CommandIo } from './io.ts';

/** Whether the answer is a yes: y, yes or はい. */
export async function agreed(io: Pick<CommandIo, 'write' | 'input'>, question: string): Promise<boolean> {
  await io.write(question);
  const decoder = new TextDecoder();
  let answer = '';
  for await (const chunk of io.input) {
    answer += decoder.decode(chunk, { stream: true });
    if (answer.includes('\n')) break;
  }
  return /^(y|yes|はい)$/i.test(answer.normalize('NFKC').trim());
}
