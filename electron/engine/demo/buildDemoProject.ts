import { randomUUID } from 'node:crypto';
import type { CallContext } from '../../../shared/contract/engineServer';
import { emptyModel } from '../../../shared/model/emptyModel';
import { asId } from '../../../shared/model/ids';
import { OpenPlant } from '../openPlant';

/** Makes the example plant's project at `path`. Whole or not at all: what is unfinished lies beside it until it is done. */
export async function buildDemoProject(path: string, context: CallContext): Promise<void> {
  context.signal.throwIfAborted();
  OpenPlant.create(
    path,
    emptyModel({ id: asId(randomUUID()), name: 'Chilled-water plant', timeZone: 'Europe/Berlin' }),
  ).dispose();
}
