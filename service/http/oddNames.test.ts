import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { create, pump, setField } from '../../shared/sync/syncFixture';
import { startTestService, type TestService } from '../../testing/runningService';
import { changesetOf, type PlantCaller, startedPlant } from '../../testing/serviceCaller';

// Names that every object of JavaScript has already.
const names = ['constructor', 'toString', 'hasOwnProperty', 'valueOf', '__defineGetter__', '__proto__'];

describe('names that mean something else elsewhere', () => {
  let service: TestService;
  let plant: PlantCaller;

  beforeAll(async () => {
    service = await startTestService();
    plant = await startedPlant(service.address, service.tenant.tokens.editor);
  });
  afterAll(() => service.dispose());

  const refused = async (...ops: Parameters<typeof changesetOf>[0]): Promise<void> => {
    const answer = await plant.push(changesetOf(ops, { base: 1 }));
    expect([answer.status, answer.json()['code']]).toEqual([400, expect.stringMatching(/^bad-(request|json)$/)]);
  };

  it.each(names)('[V89] no kind and no field is called %s', async (name) => {
    await refused(create(`${name} e1`, { name: 'One' }));
    await refused(setField('sheet sheet-1', name, 'x'));
    await refused(create('component e1', pump('', JSON.parse(`{"${name}":"x"}`))));
  });

  it.each(names)('[V89] a property may be called %s, and a kind be asked for', async (name) => {
    const fields = name === '__proto__' ? {} : { [`properties.${name}`]: 'x' };
    const answer = await plant.push(changesetOf([create(`component p-${name}`, pump('', fields))], { base: 1 }));
    expect([answer.status, answer.text]).toEqual([201, expect.anything()]);
    const { properties = {} } = (await plant.ask(`/entities/component/p-${name}`)).json<{ properties?: object }>();
    expect(Object.entries(properties)).toEqual(name === '__proto__' ? [] : [[name, 'x']]);
    const listed = await plant.ask(`/entities?kind=${name}`);
    expect([listed.status, listed.text]).toEqual([200, expect.stringContaining(`"entities":{"${name}":[]}`)]);
    expect((await plant.ask(`/entities/${name}/e1`)).status).toBe(404);
  });

  it('[V89] a kind has no spaces, so that no two keys are one text', async () => {
    const ops = [{ op: 'create' as const, kind: 'component p1', id: 'x', fields: {}, own: [] }];
    await refused(...ops);
  });
});
