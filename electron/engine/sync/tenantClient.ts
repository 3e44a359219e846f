import type { ServiceClient } from './serviceClient';

/**
 * A tenant's service as whoever is signed in at each question: who keeps it goes on with a new token when somebody signs in
 * anew, and is refused once they have signed out.
 */
export function tenantClient(current: () => Promise<ServiceClient>): ServiceClient {
  return {
    me: async (signal) => (await current()).me(signal),
    plants: async (signal) => (await current()).plants(signal),
    createPlant: async (id, name, signal) => (await current()).createPlant(id, name, signal),
    push: async (plantId, changeset, signal) => (await current()).push(plantId, changeset, signal),
    changes: async (plantId, query, signal) => (await current()).changes(plantId, query, signal),
    snapshot: async (plantId, query, signal) => (await current()).snapshot(plantId, query, signal),
    putParkedEdit: async (plantId, edit, signal) => (await current()).putParkedEdit(plantId, edit, signal),
    parkedEdits: async (plantId, signal) => (await current()).parkedEdits(plantId, signal),
    freeze: async (plantId, wish, signal) => (await current()).freeze(plantId, wish, signal),
    release: async (plantId, areaId, signal) => (await current()).release(plantId, areaId, signal),
  };
}
