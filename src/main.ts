/** The server: HTTP API, health, and the ticker that wakes the engine. */
import type { AddressInfo } from 'node:net';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { collectDefaultMetrics } from 'prom-client';
import { AppModule, type Parts } from './app.module.js';
import { documentApi } from './http/api/documentation.js';
import { readBodies } from './http/bodies.js';
import { compressAnswers } from './http/compression.js';
import { Metrics } from './http/metrics.js';
import { refuseUnrouted } from './http/problem.filter.js';
import { securityHeaders, sendSecurityHeaders } from './http/security-headers.js';
import { PinoLogger, type Log } from './log.js';

/** Large enough for the longest quote with its evidence, small enough to be no burden. */
const bodyLimitBytes = 1024 * 1024;

/** Fastify's 100 would be too short for the signed links in mails. */
const maxParamLength = 300;

export interface Running {
  url: string;
  close(): Promise<void>;
}

/** Builds the application without listening; tests inject requests into it. */
export async function createApp(parts: Parts, log: Log, { ticking }: { ticking: boolean }): Promise<NestFastifyApplication> {
  const adapter = new FastifyAdapter({
    bodyLimit: bodyLimitBytes,
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength },
    // Before any route there are no hooks either.
    frameworkErrors: (...[error, request, reply]: Parameters<typeof refuseUnrouted>) =>
      refuseUnrouted(error, request, reply.headers(securityHeaders(parts.settings.publicUrl))),
    ...(parts.settings.trustProxy === null ? {} : { trustProxy: parts.settings.trustProxy }),
  });
  const app = await NestFactory.create<NestFastifyApplication>(AppModule.of(parts, { ticking }), adapter, {
    logger: new PinoLogger(log),
    abortOnError: false,
  });
  await compressAnswers(app);
  sendSecurityHeaders(app, parts.settings.publicUrl);
  app.get(Metrics).watch(app);
  readBodies(app);
  documentApi(app);
  return app;
}

interface Serving {
  ticking?: boolean;
  /** Done before anything is answered or sent. */
  first?: ((app: NestFastifyApplication) => Promise<void>) | undefined;
}

export async function serve(
  parts: Parts,
  log: Log,
  at: { host: string; port: number },
  { ticking = true, first }: Serving = {},
): Promise<Running> {
  const app = await createApp(parts, log, { ticking });
  await first?.(app);
  collectDefaultMetrics({ register: app.get(Metrics).registry });
  await app.listen(at.port, at.host);
  const { port } = app.getHttpServer().address() as AddressInfo;
  return { url: `http://${at.host.includes(':') ? `[${at.host}]` : at.host}:${port}`, close: () => app.close() };
}
