import type { PlantReader, TenantStore } from '../store/serviceStore';

/** One consistent look at a plant that lasts until it is let go: for an answer that is sent bit by bit. */
export interface HeldLook {
  readonly plant: PlantReader;
  /** Has to be called; may be called twice. */
  release(): void;
}

/** Takes a look at a plant and holds it. Undefined when the tenant has no such plant. */
export function holdLook(tenant: TenantStore, plantId: string): Promise<HeldLook | undefined> {
  return new Promise((resolve, reject) => {
    const hold = (plant: PlantReader): Promise<true> =>
      new Promise((ended) => resolve({ plant, release: () => ended(true) }));
    tenant.readPlant(plantId, hold).then((found) => found ?? resolve(undefined), reject);
  });
}
