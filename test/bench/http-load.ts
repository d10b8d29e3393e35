/** Sends one request over and over from a process of its own, so that what a server is charged with is the server's. */
import { Agent, request } from 'node:http';

/** What the benchmark asks for; the answer is a message without content once all have been answered. */
export interface Load {
  port: number;
  path: string;
  headers: Record<string, string>;
  body: string;
  requests: number;
  connections: number;
}

process.on('message', (load: Load) => {
  run(load).then(
    () => process.send!('done'),
    (error: unknown) => process.send!({ failed: String(error) }),
  );
});

async function run(load: Load): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: load.connections });
  let left = load.requests;
  const connection = async (): Promise<void> => {
    while (left-- > 0) await post(load, agent);
  };
  try {
    await Promise.all(Array.from({ length: load.connections }, connection));
  } finally {
    agent.destroy();
  }
}

function post({ port, path, headers, body }: Load, agent: Agent): Promise<void> {
  return new Promise((resolve, reject) => {
    const own = { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(body)) };
    const sent = request({ host: '127.0.0.1', port, path, method: 'POST', agent, headers: { ...own, ...headers } }, (response) => {
      response.resume().on('end', () => (response.statusCode === 201 ? resolve() : reject(new Error(`answered ${response.statusCode}`))));
    });
    sent.on('error', reject).end(body);
  });
}
