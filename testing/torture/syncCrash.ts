// Opens a plant that belongs to a tenant, saves one gesture, and kills itself at the moment that its third argument names:
// `answered`, when the service has taken the gesture and nothing here knows; `paged`, when a page of the log has come and
// was not taken. Both leave the file as the kill found it.
import { OpenPlant } from '../../electron/engine/openPlant';
import { ownHistoryOnly } from '../../electron/engine/plantServices';
import { HttpServiceClient } from '../../electron/engine/sync/httpServiceClient';
import type { ServiceClient } from '../../electron/engine/sync/serviceClient';
import { moveComponents } from '../../shared/model/commands/transformComponents';
import { contextOf, valueOf } from '../modelGestures';

const [path = '', moment = '', address = '', tenantId = '', token = ''] = process.argv.slice(2);
const http = new HttpServiceClient({ address, token, tenantId, authorityPem: undefined });

function die(): never {
  process.kill(process.pid, 'SIGKILL');
  throw new Error('the kill is not survived');
}

const client: ServiceClient = {
  me: (signal) => http.me(signal),
  plants: (signal) => http.plants(signal),
  createPlant: (id, name, signal) => http.createPlant(id, name, signal),
  push: async (plantId, changeset, signal) => {
    const answer = await http.push(plantId, changeset, signal);
    return moment === 'answered' ? die() : answer;
  },
  changes: async (plantId, query, signal) => {
    const page = await http.changes(plantId, query, signal);
    return moment === 'paged' && page.entries.length > 0 ? die() : page;
  },
  snapshot: (plantId, query, signal) => http.snapshot(plantId, query, signal),
  putParkedEdit: (plantId, edit, signal) => http.putParkedEdit(plantId, edit, signal),
  parkedEdits: (plantId, signal) => http.parkedEdits(plantId, signal),
  freeze: (plantId, wish, signal) => http.freeze(plantId, wish, signal),
  release: (plantId, areaId, signal) => http.release(plantId, areaId, signal),
};

const tenants = { tenantOf: () => Promise.resolve(undefined), clientFor: () => Promise.resolve(client) };
const plant = OpenPlant.open(path, { ...ownHistoryOnly, tenants });
const ids = [...plant.file.readModel().components.keys()].slice(0, 1);
plant.commit(valueOf(moveComponents(contextOf(plant.file.readModel(), 'crash'), { ids, dx: 8, dy: 0 })));
plant.begin();
setTimeout(() => process.exit(3), 15_000);
