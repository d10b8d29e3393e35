/** `/api/openapi.json` from the very schemas that requests are held against, and the page at `/api` that shows it. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { z } from 'zod';
import { problemSchema } from '../problem.filter.js';

const description = new DocumentBuilder()
  .setTitle('Pledgebook')
  .setDescription('A register of publicly stated commitments, their deadlines, reminders and audit')
  .setVersion('1')
  .addBearerAuth()
  .build();

const methods = ['get', 'post', 'put', 'patch', 'delete'] as const;

export function documentApi(app: NestFastifyApplication): void {
  SwaggerModule.setup('api', app, () => withProblems(SwaggerModule.createDocument(app, description)), {
    jsonDocumentUrl: 'api/openapi.json',
    raw: ['json'],
    ui: false,
  });
  servePage(app);
}

/** Whatever else an operation answers is a problem. */
function withProblems(document: OpenAPIObject): OpenAPIObject {
  const { $schema: _, ...schema } = z.toJSONSchema(problemSchema, { target: 'openapi-3.0' });
  document.components = { ...document.components, schemas: { ...document.components?.schemas, Problem: schema as object } };
  const problem = {
    description: 'Refused: a problem as in RFC 9457',
    content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
  };
  for (const path of Object.values(document.paths))
    for (const method of methods) {
      const operation = path[method];
      if (operation !== undefined) operation.responses = { ...operation.responses, default: problem };
    }
  return document;
}

/** Swagger UI without its inline script and style, so that the page needs no exception from the policy of all others. */
const page = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Pledgebook API</title>
<link rel="stylesheet" href="/api/swagger-ui.css">
</head>
<body>
<div id="page"><a href="/api/openapi.json">The OpenAPI document</a></div>
<script src="/api/swagger-ui-bundle.js"></script>
<script src="/api/page.js"></script>
</body>
</html>
`;
const pageScript = `SwaggerUIBundle({ url: '/api/openapi.json', dom_id: '#page', deepLinking: true });\n`;
const pagePolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
].join('; ');

function servePage(app: NestFastifyApplication): void {
  const server = app.getHttpAdapter().getInstance();
  const swagger = createRequire(createRequire(import.meta.url).resolve('@nestjs/swagger'));
  const asset = (name: string): Promise<Buffer> => readFile(swagger.resolve(`swagger-ui-dist/${name}`));
  server.get('/api', (_request, reply) => reply.type('text/html; charset=utf-8').header('content-security-policy', pagePolicy).send(page));
  server.get('/api/page.js', (_request, reply) => reply.type('text/javascript; charset=utf-8').send(pageScript));
  for (const [name, type] of [
    ['swagger-ui-bundle.js', 'text/javascript'],
    ['swagger-ui.css', 'text/css'],
  ] as const)
    server.get(`/api/${name}`, async (_request, reply) => {
      void reply.type(`${type}; charset=utf-8`).header('cache-control', 'public, max-age=86400');
      return asset(name);
    });
}
