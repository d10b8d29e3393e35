/** Mail servers for tests: one that takes everything, and one that answers as it is told, down to hanging up mid-reply. */
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';

export interface ReceivedMail {
  raw: Buffer;
  from: string;
  to: string[];
  /** Which connection brought it. */
  connection: string;
}

export interface Sink {
  url: string;
  received: ReceivedMail[];
  close(): Promise<void>;
}

/** A real SMTP server (no TLS, no sign-in unless asked for) that keeps what it is given. */
export async function startSink(options: SMTPServerOptions = {}): Promise<Sink> {
  const received: ReceivedMail[] = [];
  const server = new SMTPServer({
    disabledCommands: ['STARTTLS', 'AUTH'],
    disableReverseLookup: true,
    closeTimeout: 500,
    logger: false,
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const { mailFrom, rcptTo } = session.envelope;
        received.push({
          raw: Buffer.concat(chunks),
          from: mailFrom ? mailFrom.address : '',
          to: rcptTo.map((recipient) => recipient.address),
          connection: session.id,
        });
        done(null, 'taken');
      });
    },
    ...options,
  });
  // A client that leaves early is what some tests are about.
  server.on('error', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.server.address() as AddressInfo;
  return {
    url: `smtp://127.0.0.1:${port}`,
    received,
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}

/**
 * What to do at a point of the dialogue: a reply line, `cut` (hang up), or `silence` from there on. A partial reply hangs up
 * after its last byte; a held one comes when whoever wrote the script says so.
 */
export type Answer = string | { partial: string } | { held: Promise<unknown>; reply: string } | 'cut' | 'silence';

export interface Script {
  greeting?: Answer;
  ehlo?: Answer;
  auth?: Answer;
  mail?: Answer;
  /** May differ by recipient. */
  rcpt?: Answer | ((recipient: string) => Answer);
  data?: Answer;
  /** After the server said 354, before the message has ended. */
  message?: Answer;
  /** After the final dot. */
  dot?: Answer | ((recipient: string) => Answer);
  pipelining?: boolean;
}

export interface ScriptedServer {
  url: string;
  /** Connections made so far. */
  connections: number;
  /** Every command line, in order. */
  commands: string[];
  /** Whole messages that came as far as the final dot, whatever was answered then. */
  received: (ReceivedMail & { messageId: string; at: Date })[];
  /** Comes with the next of them. */
  next(): Promise<unknown>;
  close(): Promise<void>;
}

/** `scripts` by connection: the first connection gets the first script, further ones the last. */
export async function startScriptedServer(...scripts: [Script, ...Script[]]): Promise<ScriptedServer> {
  const sockets = new Set<Socket>();
  const waiting: ((value?: unknown) => void)[] = [];
  const scripted: ScriptedServer = {
    url: '',
    connections: 0,
    commands: [],
    received: [],
    next: () => new Promise((resolve) => waiting.push(resolve)),
    close: () => stop(server, sockets),
  };
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.setNoDelay(true);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => undefined);
    const connection = String(scripted.connections);
    talk(socket, scripts[Math.min(scripted.connections, scripts.length - 1)]!, scripted.commands, (mail) => {
      const messageId = /^Message-ID: (.*)$/im.exec(mail.raw.toString('latin1'))?.[1]?.trim() ?? '';
      scripted.received.push({ ...mail, connection, messageId, at: new Date() });
      for (const tell of waiting.splice(0)) tell();
    });
    scripted.connections += 1;
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  scripted.url = `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return scripted;
}

function talk(
  socket: Socket,
  script: Script,
  commands: string[],
  receive: (mail: Pick<ReceivedMail, 'raw' | 'from' | 'to'>) => void,
): void {
  let silent = false;
  const answer = (what: Answer): void => {
    silent ||= what === 'silence';
    if (silent) return;
    if (what === 'cut') socket.destroy();
    else if (typeof what === 'string') socket.write(`${what}\r\n`);
    else if ('held' in what) void what.held.then(() => socket.destroyed || socket.write(`${what.reply}\r\n`));
    else socket.end(what.partial);
  };
  let inMessage = false;
  let [sender, recipient] = ['', ''];
  let lines: string[] = [];
  let unread = '';
  answer(script.greeting ?? '220 scripted.test');
  socket.on('data', (chunk) => {
    unread += chunk.toString('latin1');
    for (let end = unread.indexOf('\r\n'); end >= 0 && !socket.destroyed; end = unread.indexOf('\r\n')) {
      const line = unread.slice(0, end);
      unread = unread.slice(end + 2);
      if (inMessage) {
        if (line !== '.') {
          lines.push(line.replace(/^\./, ''));
          continue;
        }
        inMessage = false;
        receive({ raw: Buffer.from(lines.map((each) => `${each}\r\n`).join(''), 'latin1'), from: sender, to: [recipient] });
        lines = [];
        answer(resolve(script.dot, recipient) ?? '250 2.0.0 taken');
        continue;
      }
      commands.push(line);
      if (/^(EHLO|HELO)/.test(line))
        answer(
          script.ehlo ??
            `250-scripted.test\r\n${script.pipelining ? '250-PIPELINING\r\n' : ''}${script.auth ? '250-AUTH PLAIN\r\n' : ''}250 HELP`,
        );
      else if (/^(AUTH|STARTTLS)/.test(line)) answer((line.startsWith('AUTH') && script.auth) || '502 5.5.1 no');
      else if (/^MAIL/.test(line)) {
        sender = /<(.*?)>/.exec(line)?.[1] ?? '';
        answer(script.mail ?? '250 2.1.0 ok');
      } else if (/^RCPT/.test(line)) {
        recipient = /<(.*)>/.exec(line)?.[1] ?? '';
        answer(resolve(script.rcpt, recipient) ?? '250 2.1.5 ok');
      } else if (/^DATA/.test(line)) {
        const reply = script.data ?? '354 go on';
        answer(reply);
        inMessage = typeof reply === 'string' && /^[23]/.test(reply);
        if (inMessage && script.message !== undefined) answer(script.message);
      } else if (/^QUIT/.test(line)) {
        socket.end('221 bye\r\n');
      } else answer('250 ok');
    }
  });
}

function resolve(answer: Script['rcpt'], recipient: string): Answer | undefined {
  return typeof answer === 'function' ? answer(recipient) : answer;
}

function stop(server: Server, sockets: Set<Socket>): Promise<void> {
  for (const socket of sockets) socket.destroy();
  return new Promise((done) => server.close(() => done()));
}
