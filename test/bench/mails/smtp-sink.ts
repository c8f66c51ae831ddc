// bench: a mail server in a process of its own that takes everything and counts it: its time is nobody's. Started with the
// milliseconds that it thinks about each message; says its URL, and on `?` how many messages it took since, and of how many ids.

import { createServer } from 'node:net';
import { createInterface } from 'node:readline';

const thinks = Number(process.argv[2] ?? 0);
const ids = new Set<string>();
let taken = 0;

const server = createServer((socket) => {
  socket.setNoDelay(true);
  let rest = '';
  let isMessage = false;
  const say = (line: string) => socket.write(`${line}\r\n`);
  const command = (line: string): void => {
    const verb = line.slice(0, 4).toUpperCase();
    if (verb === 'EHLO') say('250-sink\r\n250-PIPELINING\r\n250 8BITMIME');
    else if (verb === 'DATA') {
      isMessage = true;
      say('354 go on');
    } else if (verb === 'QUIT') socket.end('221 bye\r\n');
    else say('250 ok');
  };
  const take = (message: string): void => {
    taken++;
    ids.add(/^Message-ID: (\S+)/im.exec(message)?.[1] ?? '');
    if (thinks === 0) say('250 ok');
    else setTimeout(() => say('250 ok'), thinks);
  };
  const read = (): boolean => {
    const end = isMessage ? rest.indexOf('\r\n.\r\n') : rest.indexOf('\r\n');
    if (end < 0) return false;
    const text = rest.slice(0, end);
    rest = rest.slice(end + (isMessage ? 5 : 2));
    if (isMessage) {
      isMessage = false;
      take(text);
    } else command(text);
    return true;
  };
  socket.on('error', () => socket.destroy());
  socket.on('data', (bytes) => {
    rest += bytes.toString('latin1');
    while (read());
  });
  say('220 sink');
});

server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  console.log(`smtp://127.0.0.1:${address.port}`);
});
createInterface({ input: process.stdin })
  .on('line', () => {
    console.log(JSON.stringify({ taken, ids: ids.size }));
    taken = 0;
    ids.clear();
  })
  .on('close', () => process.exit());
