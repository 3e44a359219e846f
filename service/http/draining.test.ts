import { once } from 'node:events';
import { Agent, type IncomingMessage, request } from 'node:http';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { create, pump } from '../../shared/sync/syncFixture';
import { startTestService, type TestService } from '../../testing/runningService';
import { askService, changesetOf, type PlantCaller, startedPlant } from '../../testing/serviceCaller';

describe('a service that is to stop', () => {
  let service: TestService;
  let plant: PlantCaller;
  let agent: Agent;

  beforeEach(async () => {
    service = await startTestService();
    plant = await startedPlant(service.address, service.tenant.tokens.editor);
    agent = new Agent({ keepAlive: true });
  });
  afterEach(async () => {
    agent.destroy();
    await service.dispose();
  });

  /** Asks as programs do: over a connection that is kept. Answers once the head is there. */
  async function begin(path: string): Promise<IncomingMessage> {
    const headers = { authorization: `Bearer ${service.tenant.tokens.editor}` };
    const asked = request(`${plant.url}${path}`, { agent, headers }).end();
    const [answer] = (await once(asked, 'response')) as [IncomingMessage];
    return answer;
  }

  async function isWaiting(): Promise<boolean> {
    const { text } = await askService(`${service.address}/metrics`);
    return /^sightglass_waiting_polls 1$/m.test(text);
  }

  it('[V98] what is under way is answered as the last over its connection', async () => {
    const waiting = begin('/changes?since=1&wait=30');
    await vi.waitUntil(isWaiting);
    const stopped = service.stop();
    const answer = await waiting;
    expect(answer.headers.connection).toBe('close');
    answer.resume();
    await stopped;
  });

  it('[V98] nobody waits for a connection whose answer began before and has come to its end', async () => {
    // More than fits between the two: the service still sends it when it is told to stop.
    for (let bunch = 0; bunch < 5; bunch += 1) {
      const note = { 'properties.note': 'x'.repeat(1_000) };
      const ops = Array.from({ length: 900 }, (_, at) => create(`component p${bunch}-${at}`, pump('', note)));
      expect((await plant.push(changesetOf(ops, { base: 1 }))).status).toBe(201);
    }
    const answer = await begin('/snapshot');
    expect(answer.headers.connection).toBe('keep-alive');
    const stopped = service.stop();
    answer.resume();
    await once(answer, 'end');
    expect(answer.complete).toBe(true);
    const endMs = performance.now();
    await stopped;
    // What is not closed by itself is cut off after ten seconds.
    expect(performance.now() - endMs).toBeLessThan(8_000);
  });
});
