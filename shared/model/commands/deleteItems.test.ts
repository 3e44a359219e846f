import { expect, test } from 'vitest';
import { afterCommand, emptyWorks } from '../../../testing/modelGestures';
import { asId, type ConnectionId, type SheetId } from '../ids';
import { connectionsAt } from '../modelIndex';
import type { ConnectionEnd, PlantModel } from '../plantModel';
import { connectPorts } from './connectPorts';
import { deleteItems } from './deleteItems';
import { placeComponents } from './placeComponents';
import { insertIntoConnection } from './splitConnection';

const end = (id: string, port: string): ConnectionEnd => ({ componentId: asId(id), port });
const whole = { from: end('c-1', 'out'), to: end('c-2', 'in'), size: 'DN 100', lineNumber: '100-CHWS-1' };

/** Two valves in a row with a pipe between them. */
const works = (() => {
  const placed = afterCommand(emptyWorks, 'c', (context) =>
    placeComponents(context, {
      sheetId: asId<SheetId>('sheet-1'),
      components: [
        { symbolId: 'valve-gate', x: 80, y: 80 },
        { symbolId: 'valve-gate', x: 480, y: 80 },
      ],
    }),
  );
  return afterCommand(placed, 'l', (context) => connectPorts(context, { ...whole, lineClassId: asId('line-chws') }));
})();

function insert(model: PlantModel, prefix: string, connectionId: ConnectionId): PlantModel {
  return afterCommand(model, prefix, (context) =>
    insertIntoConnection(context, { connectionId, at: { x: 240, y: 80 }, component: { symbolId: 'valve-gate' } }),
  );
}

test('[M21] a pipe heals around the valves that stood in it, one or several', () => {
  const one = insert(works, 'v', asId('l-1'));
  const [second] = connectionsAt(one, asId('c-2'));
  const two = insert(one, 'w', second?.id ?? asId(''));
  const inserted = [...two.components.keys()].filter((id) => !works.components.has(id));
  expect(inserted).toHaveLength(2);
  const without = afterCommand(two, 'd', (context) => deleteItems(context, { componentIds: inserted }));
  expect([...without.connections.values()]).toMatchObject([whole]);
});
