import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseAllDocuments, stringify } from 'yaml';
import { repositoryRoot } from '../../scripts/lib/root.ts';
import { runCommand } from '../../scripts/lib/runCommand.ts';

/** The chart of the tenant service. */
export const chartFolder = join(repositoryRoot, 'deploy/helm/sightglass-service');

/** A part of a Kubernetes object. */
export interface ManifestPart {
  readonly [name: string]: unknown;
}

/** What Helm made of the chart. */
export type Rendered =
  { readonly text: string; readonly objects: readonly ManifestPart[] } | { readonly refusal: string };

/** Values for one release, and the namespace that it goes into. */
export interface Release {
  readonly values?: ManifestPart;
  readonly valuesFile?: string;
  readonly namespace?: string;
}

/** Renders the chart by Helm itself. */
export async function renderChart(helm: string, release: Release = {}): Promise<Rendered> {
  const folder = mkdtempSync(join(tmpdir(), 'sightglass-chart-'));
  try {
    const own = join(folder, 'values.yaml');
    writeFileSync(own, stringify(release.values ?? {}));
    const files = [...(release.valuesFile === undefined ? [] : [release.valuesFile]), own];
    const words = ['template', 'sightglass-service', chartFolder, '--namespace', release.namespace ?? 'acme'];
    const done = await runCommand(helm, [...words, ...files.flatMap((file) => ['--values', file])], { quiet: true });
    if (done.exitCode !== 0) {
      return { refusal: done.output };
    }
    const objects = parseAllDocuments(done.output).map((document) => document.toJS() as ManifestPart);
    return { text: done.output, objects };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Follows names and indexes into an object; undefined where there is nothing. */
export function partAt(part: unknown, ...path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>(
    (found, name) => (typeof found === 'object' && found !== null ? Reflect.get(found, name) : undefined),
    part,
  );
}
