/** A mail server in a process of its own that takes everything, and says on request how much it took and for how many readers. */
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';

let taken = 0;
let readers = new Set<string>();

const server = new SMTPServer({
  disabledCommands: ['STARTTLS', 'AUTH'],
  disableReverseLookup: true,
  logger: false,
  onData: (stream, session, done) => {
    stream.resume().on('end', () => {
      taken++;
      readers.add(session.envelope.rcptTo[0]?.address ?? '');
      done();
    });
  },
});
server.on('error', () => undefined);
server.listen(0, '127.0.0.1', () => process.send!({ port: (server.server.address() as AddressInfo).port }));

process.on('message', () => {
  process.send!({ taken, readers: readers.size });
  taken = 0;
  readers = new Set();
});
