import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { findDeploymentTools } from '../../scripts/lib/deploymentTools.ts';
import { repositoryRoot } from '../../scripts/lib/root.ts';
import { runCommand } from '../../scripts/lib/runCommand.ts';
import { chartFolder, type ManifestPart, partAt, type Release, renderChart } from './renderChart.ts';

const { helm = '', checkers = '' } = findDeploymentTools();
const folder = mkdtempSync(join(tmpdir(), 'sightglass-deployment-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const template = join(repositoryRoot, 'deploy/tenants/template.yaml');
const onPostgres = { kind: 'postgresql', postgresql: { secretName: 'database' } };
/** Every way in which the chart comes out differently. */
const releases: Readonly<Record<string, Release>> = {
  'as it is': {},
  'a tenant of the template': { valuesFile: template },
  'three pods on PostgreSQL': { values: { store: { ...onPostgres, replicas: 3 } } },
  everything: {
    values: {
      image: { digest: `sha256:${'0'.repeat(64)}`, pullSecrets: ['registry'] },
      store: { ...onPostgres, replicas: 2 },
      pepper: { secretName: 'pepper-of-acme' },
      oidc: { issuer: 'https://identity.example.org', audience: 'sightglass' },
      podTlsSecretName: 'pod-certificate',
      ingress: { className: 'nginx' },
      networkPolicy: { egress: [{ ports: [{ port: 443, protocol: 'TCP' }] }] },
      serviceMonitor: { enabled: true, labels: { release: 'prometheus' } },
      extraArguments: ['--log-level', 'debug'],
      extraEnvironment: [{ name: 'TZ', value: 'UTC' }],
      podAnnotations: { note: 'x' },
      podLabels: { team: 'plants' },
      nodeSelector: { disk: 'ssd' },
      tolerations: [{ key: 'plants', operator: 'Exists' }],
      priorityClassName: 'high',
    },
  },
  'nothing that can be left out': {
    values: { ingress: { enabled: false }, networkPolicy: { enabled: false }, resources: {} },
  },
};

async function objectsOf(release: Release = {}): Promise<readonly ManifestPart[]> {
  const rendered = await renderChart(helm, release);
  if ('refusal' in rendered) {
    throw new Error(rendered.refusal);
  }
  return rendered.objects;
}

async function refusalOf(values: ManifestPart): Promise<string> {
  const rendered = await renderChart(helm, { values });
  return 'refusal' in rendered ? rendered.refusal : '';
}

function ofKind(objects: readonly ManifestPart[], kind: string): ManifestPart | undefined {
  return objects.find((object) => object['kind'] === kind);
}

function podOf(objects: readonly ManifestPart[]): unknown {
  return partAt(ofKind(objects, 'StatefulSet') ?? ofKind(objects, 'Deployment'), 'spec', 'template', 'spec');
}

describe.skipIf(helm === '')('the chart, rendered by Helm', () => {
  it('[DP1] passes the strict lint of Helm', async () => {
    const { exitCode, output } = await runCommand(helm, ['lint', '--strict', chartFolder], { quiet: true });
    expect(output).toContain('0 chart(s) failed');
    expect(exitCode).toBe(0);
  });

  it.skipIf(checkers === '').each(['1.27.0', '1.37.0'])(
    '[DP1] every object of every release is one that Kubernetes %s takes',
    async (version) => {
      const files = Object.entries(releases).map(async ([name, release]) => {
        const rendered = await renderChart(helm, release);
        const file = join(folder, `${name.replaceAll(' ', '-')}.yaml`);
        writeFileSync(file, 'text' in rendered ? rendered.text : '');
        return file;
      });
      const words = ['-m', 'kubernetes_validate', '--strict', '-k', version, ...(await Promise.all(files))];
      const { exitCode, output } = await runCommand('python3', words, { quiet: true, env: { PYTHONPATH: checkers } });
      const pods = output.match(/passed for resource (statefulset|deployment)\/sightglass-service/g);
      expect(pods, output).toHaveLength(files.length);
      expect(exitCode, output).toBe(0);
    },
  );

  it('[DP2] more than one pod takes PostgreSQL', async () => {
    expect(await refusalOf({ store: { replicas: 2 } })).toContain('/store/replicas');
    expect(partAt(ofKind(await objectsOf(), 'StatefulSet'), 'spec', 'replicas')).toBe(1);
    const many = await objectsOf(releases['three pods on PostgreSQL']);
    expect(partAt(ofKind(many, 'Deployment'), 'spec', 'replicas')).toBe(3);
    expect(ofKind(many, 'StatefulSet')).toBeUndefined();
  });

  it.each<[string, ManifestPart, string]>([
    ['a misspelt name', { replica: 1 }, 'replica'],
    ['PostgreSQL without its address', { store: { kind: 'postgresql' } }, 'secretName'],
    ['an issuer without an audience', { oidc: { issuer: 'https://identity.example.org' } }, 'audience'],
    ['no pepper at all', { pepper: { generate: false } }, 'pepper.secretName'],
    ['too little time to end', { preStopSeconds: 20 }, 'at least 35'],
    ['a size that is none', { store: { volume: { size: '10 GB' } } }, '/store/volume/size'],
  ])('[DP2] refuses %s', async (_, values, reason) => {
    expect(await refusalOf(values)).toContain(reason);
  });

  it.each(Object.entries(releases))(
    '[DP3] %s: nobody is root, nothing of the image can be written',
    async (_, release) => {
      const pod = podOf(await objectsOf(release));
      expect(partAt(pod, 'automountServiceAccountToken')).toBe(false);
      expect(partAt(pod, 'securityContext')).toMatchObject({ runAsNonRoot: true, runAsUser: 1000 });
      expect(partAt(pod, 'containers', 0, 'securityContext')).toEqual({
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ['ALL'] },
      });
    },
  );

  it('[DP4] a pod that ends leaves the addresses first and has the time to answer what it has begun', async () => {
    const pod = podOf(await objectsOf());
    expect(partAt(pod, 'containers', 0, 'lifecycle', 'preStop', 'exec', 'command')).toEqual(['sleep', '5']);
    expect(partAt(pod, 'terminationGracePeriodSeconds')).toBeGreaterThanOrEqual(5 + 10 + 5);
    expect(partAt(pod, 'containers', 0, 'livenessProbe', 'httpGet', 'path')).toBe('/healthz');
    expect(partAt(pod, 'containers', 0, 'readinessProbe', 'httpGet', 'path')).toBe('/readyz');
  });

  it('[DP5] a copy of the template is a tenant with a host name, a secret and a volume of its own', async () => {
    const copy = join(folder, 'borealis.yaml');
    copyFileSync(template, copy);
    const objects = await objectsOf({ valuesFile: copy, namespace: 'borealis' });
    expect(partAt(ofKind(objects, 'Ingress'), 'spec', 'rules', 0, 'host')).toBe('borealis.sightglass.example.org');
    expect(partAt(ofKind(objects, 'StatefulSet'), 'spec', 'volumeClaimTemplates', 0, 'metadata', 'name')).toBe('data');
    const [mine, others] = [ofKind(objects, 'Secret'), ofKind(await objectsOf({ valuesFile: copy }), 'Secret')];
    expect(String(partAt(mine, 'data', 'pepper')).length).toBeGreaterThanOrEqual(64);
    expect(partAt(mine, 'data', 'pepper')).not.toBe(partAt(others, 'data', 'pepper'));
    // An object that named a namespace would leave the tenant's.
    expect(objects.filter((object) => partAt(object, 'metadata', 'namespace') !== undefined)).toEqual([]);
  });

  it('[DP5] the pepper outlives the release, and one that is there already is used', async () => {
    const made = ofKind(await objectsOf(), 'Secret');
    expect(partAt(made, 'metadata', 'annotations', 'helm.sh/resource-policy')).toBe('keep');
    const given = await objectsOf({ values: { pepper: { secretName: 'pepper-of-acme' } } });
    expect(ofKind(given, 'Secret')).toBeUndefined();
    const environment = partAt(podOf(given), 'containers', 0, 'env') as readonly ManifestPart[];
    const pepper = environment.find(({ name }) => name === 'SIGHTGLASS_SERVICE_PEPPER');
    expect(partAt(pepper, 'valueFrom', 'secretKeyRef', 'name')).toBe('pepper-of-acme');
  });

  it('[DP6] only the ingress and the metrics reach the pod, and it reaches nobody that it has no need of', async () => {
    const policy = ofKind(await objectsOf(), 'NetworkPolicy');
    expect(partAt(policy, 'spec', 'policyTypes')).toEqual(['Ingress', 'Egress']);
    expect(partAt(policy, 'spec', 'ingress')).toHaveLength(1);
    expect(partAt(policy, 'spec', 'egress')).toEqual([]);
    const nobody = await objectsOf({ values: { networkPolicy: { from: [], metricsFrom: [] } } });
    expect(partAt(ofKind(nobody, 'NetworkPolicy'), 'spec', 'ingress')).toEqual([]);
    const paths = partAt(ofKind(await objectsOf(), 'Ingress'), 'spec', 'rules', 0, 'http', 'paths');
    expect((paths as readonly ManifestPart[]).map(({ path }) => path)).toEqual(['/v1', '/openapi.json']);
  });

  it('[DP7] pods on PostgreSQL are evicted one at a time; one pod alone does not hold up its node', async () => {
    expect(ofKind(await objectsOf(), 'PodDisruptionBudget')).toBeUndefined();
    const many = await objectsOf(releases['three pods on PostgreSQL']);
    expect(partAt(ofKind(many, 'PodDisruptionBudget'), 'spec', 'maxUnavailable')).toBe(1);
  });
});

it('[DP8] chart, service and program have one version', () => {
  const { version } = JSON.parse(readFileSync(join(repositoryRoot, 'package.json'), 'utf8'));
  const chart = parse(readFileSync(join(chartFolder, 'Chart.yaml'), 'utf8'));
  expect(chart).toMatchObject({ version, appVersion: version });
});
