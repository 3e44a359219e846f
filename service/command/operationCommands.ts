import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createWriteStream, existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { finished } from 'node:stream/promises';
import { counted } from '../../shared/lib/counted';
import { backUpPostgres } from '../operations/backupPostgres';
import { backUpSqlite } from '../operations/backupSqlite';
import { exportTenant } from '../operations/exportTenant';
import { restorePostgres } from '../operations/restorePostgres';
import { restoreSqlite } from '../operations/restoreSqlite';
import { verifyStore } from '../operations/verifyStore';
import { type CommandPlace, databaseOf, dataFolderOf, namedTenant, withStore } from './commandPlace';
import { isGiven, neededText, type ServiceCall, textOf } from './serviceArguments';
import { ServiceUsageError } from './serviceUsageError';

/** `backup --into`: all tenants as they are, while a service runs. */
export async function backUp(call: ServiceCall, place: CommandPlace): Promise<void> {
  const target = resolve(place.folder, neededText(call, 'into'));
  const database = databaseOf(call);
  const tenants =
    database === undefined
      ? (await backUpSqlite(dataFolderOf(call, place), target)).length
      : (await backUpPostgres(database, target)).tenants;
  place.out(
    isGiven(call, 'json')
      ? `${JSON.stringify({ tenants, into: target })}\n`
      : `${counted(tenants, 'tenant')} copied into ${target}. The pepper is not among them: keep it elsewhere, or no token opens what is restored.\n`,
  );
}

/** `restore --from`: tenants of a backup, each with a new epoch. Overwrites nothing. */
export async function restore(call: ServiceCall, place: CommandPlace): Promise<void> {
  const source = resolve(place.folder, neededText(call, 'from'));
  const tenant = textOf(call, 'tenant');
  const database = databaseOf(call);
  if (database !== undefined && tenant !== undefined) {
    throw new ServiceUsageError('A backup of a database is restored whole, without --tenant');
  }
  const ids =
    database === undefined
      ? await restoreSqlite(source, dataFolderOf(call, place), {
          newEpoch: randomUUID,
          ...(tenant === undefined ? {} : { tenantIds: [tenant] }),
        })
      : await restorePostgres(database, source, randomUUID);
  place.out(
    isGiven(call, 'json')
      ? `${JSON.stringify({ restored: ids })}\n`
      : `Restored: ${ids.join(', ') || 'nothing'}. Programs that have seen more of a plant send it again by themselves.\n`,
  );
}

/** `verify`: whether everything is as it was written. Ends with an exit code of 1 when it is not. */
export async function verify(call: ServiceCall, place: CommandPlace): Promise<void> {
  const report = await withStore(call, place, async (store) => {
    const name = textOf(call, 'tenant');
    return verifyStore(store, name === undefined ? undefined : (await namedTenant(store, name)).row.id);
  });
  const { tenants, plants, entries, records, securityEvents, problems } = report;
  const looked = [
    counted(tenants, 'tenant'),
    counted(plants, 'plant'),
    counted(entries, 'log entry', 'log entries'),
    counted(records, 'record'),
    counted(securityEvents, 'security event'),
  ];
  place.out(isGiven(call, 'json') ? `${JSON.stringify(report)}\n` : `${looked.join(', ')} looked through.\n`);
  if (problems.length > 0) {
    throw new Error(`Not as it was written: ${problems.join('. ')}. Restore a backup into another folder and compare`);
  }
}

/** `export --into`: everything of a tenant that people may read, a line of JSON each. Overwrites nothing. */
export async function exportTenantFile(call: ServiceCall, place: CommandPlace): Promise<void> {
  const target = resolve(place.folder, neededText(call, 'into'));
  if (existsSync(target)) {
    throw new Error(`There is ${target} already. It was not changed. Choose another file`);
  }
  const { lines } = await withStore(call, place, async (store) => {
    const { tenant } = await namedTenant(store, neededText(call, 'tenant'));
    const file = createWriteStream(target, { flags: 'wx', mode: 0o600, flush: true });
    const done = finished(file);
    const told = await exportTenant(tenant, async (line) => {
      if (!file.write(`${line}\n`)) {
        await Promise.race([once(file, 'drain'), done]);
      }
    });
    file.end();
    await done;
    return told;
  });
  place.out(
    isGiven(call, 'json') ? `${JSON.stringify({ lines, into: target })}\n` : `${lines} lines are in ${target}.\n`,
  );
}

/** `rotate-epoch --yes`: programs compare their copies with the tenant's plants anew. */
export async function rotateEpoch(call: ServiceCall, place: CommandPlace): Promise<void> {
  await withStore(call, place, async (store) => {
    const { row, tenant } = await namedTenant(store, neededText(call, 'tenant'));
    if (!isGiven(call, 'yes')) {
      throw new ServiceUsageError(
        'Nothing was changed. Every program of the tenant compares its copy anew afterwards; add --yes to go on',
      );
    }
    const epoch = randomUUID();
    await tenant.renewEpoch(epoch);
    place.out(isGiven(call, 'json') ? `${JSON.stringify({ epoch })}\n` : `${row.id} has the epoch ${epoch} now.\n`);
  });
}
