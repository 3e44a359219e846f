import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { z } from 'zod';
import type { SourceStatus } from '../../../shared/contract/sourceCalls';
import { addNote, changeNote, deleteNote } from '../../../shared/model/commands/editNotes';
import { addDataSource } from '../../../shared/model/commands/editSources';
import { emptyModel } from '../../../shared/model/emptyModel';
import { asId, type NoteId } from '../../../shared/model/ids';
import type { DataSource } from '../../../shared/model/plantModel';
import { findInfluxd, type InfluxServer, startInfluxServer } from '../../../testing/influxServer';
import { openInflux } from '../influx/openInflux';
import { OpenPlant, plantSymbols, valueOf } from '../openPlant';
import { noNews, ownHistoryOnly, type PlantServices } from '../plantServices';

// Rule numbers refer to docs/spec/sources.md.

const noteId = asId<NoteId>('n1');
const note = { timeMs: 1_773_454_360_000, text: 'XV-102 sticks', author: 'Shift B', createdAtMs: 1 };
const rowsSchema = z.object({
  results: z.array(
    z.object({
      series: z
        .array(z.object({ values: z.array(z.array(z.union([z.string(), z.number(), z.boolean()]))) }))
        .optional(),
    }),
  ),
});

describe.skipIf(findInfluxd() === undefined)('writing back to a real InfluxDB (needs influxd)', () => {
  let folder = '';
  let server: InfluxServer;
  let enabled = true;
  let statuses: SourceStatus[] = [];
  let plant: OpenPlant;

  const services = (): PlantServices => ({
    ...ownHistoryOnly,
    connections: {
      connectionTo: ({ url, organization }) =>
        Promise.resolve({ url, organization, credentials: { kind: 'none' }, authorityPem: undefined }),
      writeBackTo: () => ({ enabled, database: 'shift', retentionPolicy: '' }),
    },
    openSource: openInflux,
    news: { ...noNews, onStatus: (status) => statuses.push(status) },
  });
  const context = () => ({ model: plant.file.readModel(), lookup: plantSymbols, newId: () => 'new' });
  const stored = async (): Promise<unknown[][]> => {
    const answer = await server.query('SELECT "author", "deleted", "text" FROM "sightglass_note"', 'shift');
    return rowsSchema.parse(answer).results[0]?.series?.[0]?.values ?? [];
  };

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'sightglass-write-back-'));
    enabled = true;
    statuses = [];
    server = await startInfluxServer();
    await server.query('CREATE DATABASE "shift"');
    await server.query('CREATE DATABASE "plant"');
    const model = emptyModel({ id: asId('p'), name: 'Boiler house', timeZone: 'UTC' });
    plant = OpenPlant.create(join(folder, 'a.sightglass'), model, services());
    const source: Omit<DataSource, 'id'> = {
      ...{ name: 'Historian', url: server.url, organization: '', database: 'plant', retentionPolicy: '' },
      style: 'field',
      ...{ sensorTag: '', valueField: '', qualityField: '', lateDataMs: 0 },
    };
    plant.commit(valueOf(addDataSource(context(), { source, id: asId('s1') })));
  });
  afterEach(async () => {
    plant.dispose();
    await server.dispose();
    rmSync(folder, { recursive: true, force: true });
  });

  test('[Q10] a note is mirrored where a person allowed it, moved and deleted there too', async () => {
    plant.commit(valueOf(addNote(context(), { note, id: noteId })));
    await vi.waitFor(async () => expect(await stored()).toEqual([[note.timeMs, 'Shift B', false, note.text]]), 10_000);
    plant.commit(valueOf(changeNote(context(), { note: { ...note, id: noteId, timeMs: note.timeMs + 60_000 } })));
    plant.commit(valueOf(deleteNote(context(), { id: noteId })));
    await vi.waitFor(async () => {
      expect((await stored()).map(([timeMs, , deleted]) => [timeMs, deleted])).toEqual([
        [note.timeMs, true],
        [note.timeMs + 60_000, true],
      ]);
    }, 10_000);
    expect(plant.sources.statusOf('s1')).toMatchObject({ waitingPoints: 0, rejectedPoints: 0 });
  });

  test('[Q10] nothing is written where nobody allowed it', async () => {
    enabled = false;
    plant.commit(valueOf(addNote(context(), { note, id: noteId })));
    expect(plant.sources.statusOf('s1')).toMatchObject({ waitingPoints: 0 });
    expect(await stored()).toEqual([]);
  });

  test('[Q11] what cannot be written waits on the disk, over a restart, and goes when the source is back', async () => {
    const port = Number(new URL(server.url).port);
    await server.dispose();
    plant.commit(valueOf(addNote(context(), { note, id: noteId })));
    expect(plant.sources.statusOf('s1')).toMatchObject({ waitingPoints: 1 });
    plant.dispose();

    server = await startInfluxServer({ port });
    await server.query('CREATE DATABASE "shift"');
    plant = OpenPlant.open(join(folder, 'a.sightglass'), services());
    expect(plant.sources.statusOf('s1')).toMatchObject({ waitingPoints: 1 });
    plant.begin();
    await vi.waitFor(async () => expect(await stored()).toHaveLength(1), 10_000);
    await vi.waitFor(() => expect(statuses.at(-1)).toMatchObject({ waitingPoints: 0 }), 10_000);
  });
});
