/** Sends one request over and over from a process of its own, so that what a server is charged with is the server's. */
import { Agent, request } from 'node:http';

/** What the benchmark asks for; the answer, once all have been answered, is how many milliseconds each took. */
export interface Load {
  port: number;
  path: string;
  headers: Record<string, string>;
  /** What is posted; null to get. */
  body: string | null;
  requests: number;
  connections: number;
}

process.on('message', (load: Load) => {
  run(load).then(
    (times) => process.send!({ times }),
    (error: unknown) => process.send!({ failed: String(error) }),
  );
});

async function run(load: Load): Promise<number[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: load.connections });
  let left = load.requests;
  const times: number[] = [];
  const connection = async (): Promise<void> => {
    while (left-- > 0) {
      const start = performance.now();
      await ask(load, agent);
      times.push(performance.now() - start);
    }
  };
  try {
    await Promise.all(Array.from({ length: load.connections }, connection));
    return times;
  } finally {
    agent.destroy();
  }
}

function ask({ port, path, headers, body }: Load, agent: Agent): Promise<void> {
  return new Promise((resolve, reject) => {
    const own = body === null ? {} : { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(body)) };
    const [method, expected] = body === null ? ['GET', 200] : ['POST', 201];
    const sent = request({ host: '127.0.0.1', port, path, method, agent, headers: { ...own, ...headers } }, (response) => {
      response
        .resume()
        .on('end', () => (response.statusCode === expected ? resolve() : reject(new Error(`answered ${response.statusCode}`))));
    });
    sent.on('error', reject).end(body ?? undefined);
  });
}
