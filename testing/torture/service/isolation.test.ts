import { expect, it } from 'vitest';
import { startTestService } from '../../runningService';
import { tryWalls } from './isolation';

it("what is another tenant's is to every role and operation as if it were nowhere, to the last byte", async () => {
  const service = await startTestService();
  try {
    const outcome = await tryWalls(service, { tenants: 3, others: 1 });
    expect(outcome.failures).toEqual([]);
    expect(outcome.compared).toBeGreaterThan(100);
  } finally {
    await service.dispose();
  }
}, 60_000);
