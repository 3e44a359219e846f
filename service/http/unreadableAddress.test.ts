import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestService, type TestService } from '../../testing/runningService';
import { RawClient } from '../../testing/torture/service/rawClient';

let service: TestService;
let client: RawClient;
beforeAll(async () => {
  service = await startTestService();
  client = new RawClient(service.address);
});
afterAll(async () => {
  client.dispose();
  await service.dispose();
});

it.each(['/v1/tokens/%ff', '/v1/plants/%zz/changes', '/%E0%A4%A'])(
  'an address that cannot be decoded is a problem like any other failure: %s',
  async (path) => {
    const { status, mediaType, text } = await client.ask({ method: 'GET', path, headers: {} });
    expect({ status, mediaType }).toEqual({ status: 400, mediaType: 'application/problem+json' });
    expect(JSON.parse(text)).toMatchObject({ code: 'bad-request', status: 400 });
  },
);
