import { expect, it } from 'vitest';
import { startTestService } from '../../runningService';
import { fuzzContract } from './contractFuzz';
import { fuzzKinds } from './fuzzCases';

it('whatever is asked is answered as the description says, with nothing of another tenant', async () => {
  const service = await startTestService();
  try {
    const outcome = await fuzzContract(service, { seed: 1, requests: 1_200 });
    expect(outcome.failures).toEqual([]);
    expect(Object.keys(outcome.byKind)).toEqual(Object.keys(fuzzKinds).sort());
    expect(outcome.linkedCalls).toBeGreaterThan(50);
  } finally {
    await service.dispose();
  }
}, 60_000);
