import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { SourceStatus } from '../../../shared/contract/sourceCalls';
import { addDataSource } from '../../../shared/model/commands/editSources';
import { emptyModel } from '../../../shared/model/emptyModel';
import { asId } from '../../../shared/model/ids';
import { OpenPlant, plantSymbols, valueOf } from '../openPlant';
import { noNews, ownHistoryOnly } from '../plantServices';

// Rule numbers refer to docs/spec/sources.md.

test('[Q6] other credentials are told of once a source, also where it was asked before', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sightglass-sources-'));
  const told: SourceStatus[] = [];
  const onStatus = (status: SourceStatus): void => {
    told.push(status);
    if (told.length > 10) {
      throw new Error('it is told without an end');
    }
  };
  const model = emptyModel({ id: asId('p'), name: 'Boiler house', timeZone: 'UTC' });
  const plant = OpenPlant.create(join(folder, 'a.sightglass'), model, {
    ...ownHistoryOnly,
    news: { ...noNews, onStatus },
  });
  const source = {
    ...{ name: 'Historian', url: 'http://127.0.0.1:8086', organization: '', database: 'plant', retentionPolicy: '' },
    style: 'field',
    ...{ sensorTag: '', valueField: '', qualityField: '', lateDataMs: 0 },
  } as const;
  const context = { model, lookup: plantSymbols, newId: () => 'new' };
  plant.commit(valueOf(addDataSource(context, { source, id: asId('s1') })));
  expect(plant.sources.statusOf('s1')).toMatchObject({ phase: 'idle' });
  told.length = 0;

  plant.credentialsChanged('http://127.0.0.1:8086/');

  expect(told.map(({ sourceId }) => sourceId)).toEqual(['s1']);
  plant.dispose();
  rmSync(folder, { recursive: true, force: true });
});
