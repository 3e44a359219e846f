import { expect, test } from 'vitest';
import { symbolCatalogue } from '../../symbols/symbolCatalogue';
import { applyPatch } from '../applyPatch';
import { emptyModel } from '../emptyModel';
import { asId, type SheetId } from '../ids';
import type { PlantModel } from '../plantModel';
import { symbolLookup } from '../symbolLookup';
import type { CommandContext, CommandResult } from './commandContext';
import { connectPorts } from './connectPorts';
import { deleteItems } from './deleteItems';
import { placeComponents } from './placeComponents';
import { insertIntoConnection, teeConnection } from './splitConnection';

const lookup = symbolLookup(symbolCatalogue);
const sheetId = asId<SheetId>('sheet-1');

function contextOf(model: PlantModel): CommandContext {
  let last = 0;
  return { model, lookup, newId: () => `n${model.components.size + model.connections.size}-${(last += 1)}` };
}

function after(model: PlantModel, command: (context: CommandContext) => CommandResult): PlantModel {
  const edit = command(contextOf(model));
  if (!edit.ok) {
    throw new Error(JSON.stringify(edit.error));
  }
  return applyPatch(model, edit.value.patch);
}

const empty = emptyModel({ id: asId('plant'), name: 'Works', timeZone: 'UTC' });
const placed = after(empty, (context) =>
  placeComponents(context, {
    sheetId,
    components: [
      { symbolId: 'tank-buffer', x: 0, y: 0 },
      { symbolId: 'pump', x: 400, y: 0 },
    ],
  }),
);

test('proposes tags from the letters of the class', () => {
  expect([...placed.components.values()].map(({ tag }) => tag)).toMatchInlineSnapshot(`
    [
      "V-101",
      "P-101",
    ]
  `);
});

test('tee, insert and heal', () => {
  const [tank, pump] = [...placed.components.values()];
  if (!tank || !pump) throw new Error('placed');
  const portOf = (component: typeof tank, index: number): string => lookup.portsOf(component)?.[index]?.name ?? '';
  const piped = after(placed, (context) =>
    connectPorts(context, {
      from: { componentId: tank.id, port: portOf(tank, 0) },
      to: { componentId: pump.id, port: portOf(pump, 0) },
      size: 'DN 100',
    }),
  );
  const [pipe] = [...piped.connections.values()];
  if (!pipe) throw new Error('piped');
  const valved = after(piped, (context) =>
    insertIntoConnection(context, {
      connectionId: pipe.id,
      at: { x: 200, y: 0 },
      component: { symbolId: 'valve-gate' },
    }),
  );
  expect(valved.connections.size).toBe(2);
  const teed = after(valved, (context) =>
    teeConnection(context, {
      connectionId: pipe.id,
      at: { x: 100, y: 0 },
      branch: { end: { componentId: pump.id, port: portOf(pump, 1) }, flow: 'out-of' },
    }),
  );
  expect(teed.connections.size).toBe(4);
  const node = [...teed.components.values()].find((component) => lookup.isJunction(component));
  const branch = [...teed.connections.values()].find(
    ({ from, to }) => from.componentId === node?.id && to.componentId === pump.id,
  );
  if (!branch) throw new Error('branch');
  const healed = after(teed, (context) => deleteItems(context, { componentIds: [], connectionIds: [branch.id] }));
  expect(healed).toEqual(valved);
});
