import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { issueToken } from '../service/auth/issueToken';
import { acceptChangeset } from '../service/plant/acceptChangeset';
import { openSqliteStore } from '../service/store/sqlite/sqliteStore';
import type { Changeset } from '../shared/sync/changeset';
import { testContext } from '../shared/sync/syncFixture';
import { type ServiceProcess, startServiceProcess } from '../testing/serviceProcess';

/** A tenant of the service that is measured. */
export interface StagedTenant {
  readonly id: string;
  /** As many as were asked for. */
  readonly tokens: readonly string[];
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const takenAtOnce = 500;

/** The real service as a process of its own, on SQLite that commits to the disk, with tenants that are made beforehand. */
export class SyncStage {
  readonly #folder = mkdtempSync(join(tmpdir(), 'sightglass-bench-service-'));
  readonly #pepper = randomBytes(32).toString('base64url');
  #process: ServiceProcess | undefined;
  #address = '';

  address(): string {
    return this.#address;
  }

  /** Only while the service does not run. */
  async addTenant(id: string, tokenCount: number): Promise<StagedTenant> {
    const store = await openSqliteStore(this.#folder);
    try {
      const nowMs = Date.now();
      const tenant = await store.createTenant({ id, name: id, createdAtMs: nowMs, epoch: randomUUID() });
      const tokens: string[] = [];
      for (let count = 0; count < tokenCount; count += 1) {
        const wish = { subject: `client ${count}`, role: 'editor' as const, plantIds: [], expiresAtMs: undefined };
        tokens.push((await issueToken(tenant, wish, { pepper: this.#pepper, nowMs, by: 'bench' })).text);
      }
      return { id, tokens };
    } finally {
      await store.close();
    }
  }

  /** Takes changesets straight into a plant's log, many in one transaction. Only while the service does not run. */
  async take(tenantId: string, plantId: string, changesets: readonly Changeset[]): Promise<void> {
    const store = await openSqliteStore(this.#folder);
    try {
      const tenant = await store.tenant(tenantId);
      for (let from = 0; from < changesets.length; from += takenAtOnce) {
        await tenant?.changePlant(plantId, async (plant) => {
          for (const changeset of changesets.slice(from, from + takenAtOnce)) {
            const context = { by: 'Others', serverAtMs: Date.now(), lookup: testContext.lookup, sha256 };
            const { verdict } = await acceptChangeset(plant, changeset, context);
            if (verdict !== 'accepted') {
              throw new Error(`a changeset of the benchmark was ${verdict}`);
            }
          }
        });
      }
    } finally {
      await store.close();
    }
  }

  /** At the same address every time. */
  async start(): Promise<void> {
    const program = process.env['SIGHTGLASS_BENCH_SERVICE'] ?? '';
    const port = this.#address === '' ? 0 : Number(new URL(this.#address).port);
    const environment = { SIGHTGLASS_SERVICE_PEPPER: this.#pepper, SIGHTGLASS_SERVICE_LOG_LEVEL: 'warn' };
    this.#process = await startServiceProcess({ program, folder: this.#folder, environment }, port);
    this.#address = this.#process.address;
  }

  async stop(): Promise<void> {
    await this.#process?.end('SIGTERM');
    this.#process = undefined;
  }

  async dispose(): Promise<void> {
    await this.stop();
    rmSync(this.#folder, { recursive: true, force: true, maxRetries: 5 });
  }
}
