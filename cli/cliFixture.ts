import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect } from 'vitest';
import { OpenPlant } from '../electron/engine/openPlant';
import { entityFromFields } from '../shared/model/entityFields';
import { emptyModel } from '../shared/model/emptyModel';
import { asId } from '../shared/model/ids';
import { documentFromModel } from '../shared/model/plantDocument';
import type { PlantModel } from '../shared/model/plantModel';
import { plantDocumentText } from '../shared/model/readPlantDocument';
import { runCli } from './runCli';

/** What a call came to. */
export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly error: string;
}

/** Carries out a call within the test's own process. */
export async function cli(...words: readonly string[]): Promise<Ran> {
  let out = '';
  let error = '';
  const code = await runCli(words, { out: (text) => (out += text), error: (text) => (error += text) });
  return { code, out, error };
}

/** A folder for each test and the project in it. */
export class CliFolder {
  folder = '';
  project = '';

  /** Begins with an empty folder. */
  begin(): void {
    this.folder = mkdtempSync(join(tmpdir(), 'sightglass-cli-'));
    this.project = join(this.folder, 'plant.sightglass');
  }

  /** Runs a command on the test's project, which must go well, and answers its JSON. */
  async json(...words: readonly string[]): Promise<unknown> {
    const { code, out, error } = await cli(...words, '--project', this.project, '--json');
    expect({ code, error: code === 0 ? '' : error }).toEqual({ code: 0, error: '' });
    return JSON.parse(out);
  }

  file(name: string, text: string): string {
    const path = join(this.folder, name);
    writeFileSync(path, text);
    return path;
  }

  modelFile(model: PlantModel): string {
    return this.file('plant.plant.json', plantDocumentText(documentFromModel(model)));
  }

  onProject<T>(look: (opened: OpenPlant) => T): T {
    const opened = OpenPlant.open(this.project);
    try {
      return look(opened);
    } finally {
      opened.dispose();
    }
  }

  /** All samples of a sensor, as the command line tells them. */
  async samplesOf(sensor: string): Promise<unknown> {
    const range = ['--from', '0', '--to', '2100-01-01', '--points', '1000'];
    const [row] = (await this.json('window', ...range, '--sensor', sensor)) as { points: unknown }[];
    return row?.points;
  }
}

/** Gives each test of a file an empty folder. */
export function useCliFolder(): CliFolder {
  const held = new CliFolder();
  beforeEach(() => held.begin());
  afterEach(() => rmSync(held.folder, { recursive: true, force: true }));
  return held;
}

/** A plant of pumps. */
export function plantOf(id: string, tags: readonly string[], sensors: readonly string[] = []): PlantModel {
  const empty = emptyModel({ id: asId(id), name: `Plant ${id}`, timeZone: 'Europe/Berlin' });
  const components = tags.map((tag, index) =>
    entityFromFields('component', `${id}-${tag}`, {
      sheetId: 'sheet-1',
      symbolId: 'pump-centrifugal',
      tag,
      x: 160 + index * 80,
      y: 160,
    }),
  );
  const named = sensors.map((name) => entityFromFields('sensor', `${id}-${name}`, { name, unit: 'kW' }));
  return {
    ...empty,
    components: new Map(components.map((component) => [component.id, component])),
    sensors: new Map(named.map((sensor) => [sensor.id, sensor])),
  };
}

/** When the samples of the tests begin. */
export const t0 = Date.UTC(2024, 0, 1);
/** One minute. */
export const minuteMs = 60_000;
/** Two sensors, three minutes. */
export const wideText =
  'time,Flow (m3/h),Level\n2024-01-01T00:00:00Z,1.5,10\n2024-01-01T00:01:00Z,2.5,\n2024-01-01T00:02:00Z,3.5,12\n';
