import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demandPolicies } from './admitCallers';
import Fastify from 'fastify';
import type { ServiceApp } from './serviceApp';
import { startTestService, type TestService } from '../../testing/runningService';
import { askService } from '../../testing/serviceCaller';

interface Description {
  readonly paths: Readonly<Record<string, Readonly<Record<string, { readonly responses: object }>>>>;
}

describe('the description of the API', () => {
  let service: TestService;

  beforeAll(async () => (service = await startTestService()));
  afterAll(() => service.dispose());

  it('[V6] what the service says of itself is what is in the repository (npm run generate)', async () => {
    const told = (await askService(`${service.address}/openapi.json`)).json();
    const kept: unknown = JSON.parse(readFileSync(join(import.meta.dirname, '../openapi.json'), 'utf8'));
    expect(told).toEqual(kept);
  });

  it('[V7] every operation that takes a token says so, and what it answers without one', async () => {
    const { paths } = (await askService(`${service.address}/openapi.json`)).json<Description>();
    for (const [path, operations] of Object.entries(paths)) {
      for (const [method, { responses }] of Object.entries(operations)) {
        const url = `${service.address}${path.replaceAll(/\{\w+\}/g, crypto.randomUUID())}`;
        const { status } = await askService(url, { method: method.toUpperCase() });
        expect([method, path, status]).toEqual([method, path, path.startsWith('/v1/') ? 401 : 200]);
        expect(Object.keys(responses)).toContain(String(status));
      }
    }
  });

  it('[V8] a route that does not say who may use it keeps the service from starting', () => {
    const app = Fastify() as unknown as ServiceApp;
    demandPolicies(app);
    expect(() => app.get('/open-to-all', () => 'anything')).toThrow('/open-to-all does not declare who may use it');
  });
});
