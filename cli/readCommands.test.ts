import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { documentFromModel } from '../shared/model/plantDocument';
import { plantDocumentText } from '../shared/model/readPlantDocument';
import { cli, minuteMs, plantOf, t0, useCliFolder, wideText } from './cliFixture';

// Rule numbers refer to docs/spec/cli.md.

const at = useCliFolder();

describe('reading', () => {
  beforeEach(() => at.json('import-history', at.file('h.csv', wideText)));

  test.each([String(t0 + 90_000), '2024-01-01T00:01:30Z', '2024-01-01T01:01:30+01:00', '2024-01-01 00:01:30'])(
    '[L5] [L12] snapshot --at %s',
    async (moment) => {
      expect(await at.json('snapshot', '--at', moment)).toEqual([
        { sensor: 'Flow', timeMs: t0 + minuteMs, value: 2.5, state: 'measured', ageMs: 30_000 },
        { sensor: 'Level', timeMs: t0, value: 10, state: 'measured', ageMs: 90_000 },
      ]);
    },
  );

  test('[L5] what is not known is null, in CSV empty', async () => {
    expect(await at.json('snapshot', '--at', String(t0 - 1), '--sensor', 'Flow')).toEqual([
      { sensor: 'Flow', timeMs: null, value: null, state: 'no data', ageMs: null },
    ]);
    const { out } = await cli('snapshot', '--at', '0', '--sensor', 'Flow', '--project', at.project);
    expect(out).toBe('sensor,timeMs,value,state,ageMs\nFlow,,,no data,\n');
  });

  test('[L6] window: all samples where they are few, from inclusive to exclusive', async () => {
    const range = ['--from', String(t0), '--to', String(t0 + 2 * minuteMs)];
    expect(await at.json('window', ...range, '--points', '100')).toEqual([
      { sensor: 'Flow', points: [[t0, 1.5], [t0 + minuteMs, 2.5]] },
      { sensor: 'Level', points: [[t0, 10]] },
    ]); // prettier-ignore
  });

  test.each([4, 5, 40, 399])('[L6] window: never more than --points %i', async (points) => {
    const rows = Array.from({ length: 5_000 }, (_, index) => `${t0 + index * 1000},${Math.sin(index / 50)}`);
    await at.json('import-history', at.file('many.csv', `time,Wave\n${rows.join('\n')}\n`));
    const range = ['--from', String(t0), '--to', String(t0 + 5_000_000)];
    const [row] = (await at.json('window', ...range, '--points', String(points), '--sensor', 'Wave')) as {
      points: readonly (readonly [number, number])[];
    }[];
    expect(row?.points.length).toBeLessThanOrEqual(points);
    expect(row?.points.length).toBeGreaterThan(points / 3);
    expect([row?.points[0]?.[0], row?.points.at(-1)?.[0]]).toEqual([t0, t0 + 4_999_000]);
  });

  test('sensors: what history each has', async () => {
    const [flow] = (await at.json('sensors')) as object[];
    expect(flow).toEqual({
      sensor: 'Flow',
      description: '',
      unit: 'm3/h',
      samples: 3,
      firstMs: t0,
      lastMs: t0 + 2 * minuteMs,
      periodMs: minuteMs,
      boundTo: [],
    });
  });
});

describe('export-model', () => {
  test('[L7] importing what was exported gives the same plant', async () => {
    const model = plantOf('a', ['P-1', '=P"2,'], ['Power', '=cmd()']);
    await at.json('import-model', at.modelFile(model));
    const exported = join(at.folder, 'out.plant.json');
    await at.json('export-model', exported);
    expect(readFileSync(exported, 'utf8')).toBe(plantDocumentText(documentFromModel(model)));
    const other = join(at.folder, 'other.sightglass');
    expect((await cli('import-model', exported, '--project', other)).code).toBe(0);
    const again = await cli('export-model', '-', '--project', other);
    expect(again.out).toBe(readFileSync(exported, 'utf8'));
  });

  test('[L7] never over the project itself', async () => {
    await at.json('import-model', at.modelFile(plantOf('a', ['P-1'])));
    const { code } = await cli('export-model', at.project, '--project', at.project);
    expect(code).toBe(1);
    expect(at.onProject((opened) => opened.file.readModel().components.size)).toBe(1);
  });

  test('[L9] where it cannot be written', async () => {
    await at.json('import-model', at.modelFile(plantOf('a', [])));
    const { code, out } = await cli('export-model', join(at.folder, 'none/out.json'), '--project', at.project);
    expect({ code, out }).toEqual({ code: 1, out: '' });
  });
});
