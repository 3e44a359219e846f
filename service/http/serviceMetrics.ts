/** Names and values of one series. */
export type MetricLabels = Readonly<Record<string, string>>;

interface Histogram {
  readonly counts: number[];
  sum: number;
  count: number;
}

type MetricKind = 'counter' | 'gauge' | 'histogram';

const secondsBuckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

function labelText(labels: MetricLabels, more: MetricLabels = {}): string {
  const members = Object.entries({ ...labels, ...more }).map(([name, value]) => {
    const escaped = value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
    return `${name}="${escaped}"`;
  });
  return members.length === 0 ? '' : `{${members.join(',')}}`;
}

/** One number of the service with its series, written as Prometheus reads it. */
class Metric {
  readonly #name: string;
  readonly #kind: MetricKind;
  readonly #help: string;
  readonly #values = new Map<string, { readonly labels: MetricLabels; value: number }>();
  readonly #histograms = new Map<string, { readonly labels: MetricLabels; readonly histogram: Histogram }>();

  constructor(name: string, kind: MetricKind, help: string) {
    this.#name = name;
    this.#kind = kind;
    this.#help = help;
  }

  add(labels: MetricLabels, amount = 1): void {
    const key = labelText(labels);
    const series = this.#values.get(key) ?? { labels, value: 0 };
    series.value += amount;
    this.#values.set(key, series);
  }

  set(labels: MetricLabels, value: number): void {
    this.#values.set(labelText(labels), { labels, value });
  }

  observe(labels: MetricLabels, seconds: number): void {
    const key = labelText(labels);
    const series = this.#histograms.get(key) ?? {
      labels,
      histogram: { counts: secondsBuckets.map(() => 0), sum: 0, count: 0 },
    };
    this.#histograms.set(key, series);
    const { histogram } = series;
    histogram.sum += seconds;
    histogram.count += 1;
    const place = secondsBuckets.findIndex((most) => seconds <= most);
    if (place >= 0) {
      histogram.counts[place] = (histogram.counts[place] ?? 0) + 1;
    }
  }

  lines(): readonly string[] {
    return [
      `# HELP ${this.#name} ${this.#help}`,
      `# TYPE ${this.#name} ${this.#kind}`,
      ...[...this.#values.values()].map(({ labels, value }) => `${this.#name}${labelText(labels)} ${value}`),
      ...[...this.#histograms.values()].flatMap(({ labels, histogram }) => this.#histogramLines(labels, histogram)),
    ];
  }

  #histogramLines(labels: MetricLabels, { counts, sum, count }: Histogram): readonly string[] {
    let below = 0;
    const buckets = secondsBuckets.map((most, place) => {
      below += counts[place] ?? 0;
      return `${this.#name}_bucket${labelText(labels, { le: String(most) })} ${below}`;
    });
    return [
      ...buckets,
      `${this.#name}_bucket${labelText(labels, { le: '+Inf' })} ${count}`,
      `${this.#name}_sum${labelText(labels)} ${sum}`,
      `${this.#name}_count${labelText(labels)} ${count}`,
    ];
  }
}

/** What the service counts about itself. Tenants are named only where whoever runs it wants that. */
export class ServiceMetrics {
  readonly #requests = new Metric('sightglass_requests_total', 'counter', 'Requests by route, method and status.');
  readonly #durations = new Metric('sightglass_request_seconds', 'histogram', 'Time to answer, by route and method.');
  readonly #changesets = new Metric('sightglass_changesets_total', 'counter', 'Changesets by what became of them.');
  readonly #waiting = new Metric('sightglass_waiting_polls', 'gauge', 'Requests that wait for the next change.');
  readonly #store = new Metric('sightglass_store_seconds', 'histogram', 'Time in the store, by kind of work.');
  readonly #memory = new Metric('sightglass_resident_bytes', 'gauge', 'Memory of the process.');
  readonly #namesTenants: boolean;

  constructor({ namesTenants }: { readonly namesTenants: boolean }) {
    this.#namesTenants = namesTenants;
  }

  /** Counts an answer. `route` is the pattern, never the address that was asked for. */
  answered(
    labels: { readonly route: string; readonly method: string; readonly status: number },
    seconds: number,
  ): void {
    const { route, method, status } = labels;
    this.#requests.add({ route, method, status: String(status) });
    this.#durations.observe({ route, method }, seconds);
  }

  /** Counts what became of a changeset. */
  decided(outcome: 'accepted' | 'replayed' | 'rejected', tenantId: string): void {
    this.#changesets.add(this.#namesTenants ? { outcome, tenant: tenantId } : { outcome });
  }

  /** Measures work in the store. */
  async inStore<T>(work: 'read' | 'change', run: () => Promise<T>): Promise<T> {
    const startedMs = performance.now();
    try {
      return await run();
    } finally {
      this.#store.observe({ work }, (performance.now() - startedMs) / 1_000);
    }
  }

  /** Everything as text. */
  text(waitingCount: number): string {
    this.#waiting.set({}, waitingCount);
    this.#memory.set({}, process.memoryUsage.rss());
    const all = [this.#requests, this.#durations, this.#changesets, this.#waiting, this.#store, this.#memory];
    return `${all.flatMap((metric) => metric.lines()).join('\n')}\n`;
  }
}
