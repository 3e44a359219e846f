import type { SourceDiagnosis } from '../../../shared/contract/sourceCalls';
import { type AppError, explainError } from '../../../shared/lib/appError';

/** How a test of a connection ended. */
export type TestOutcome =
  | { readonly kind: 'answered'; readonly diagnosis: SourceDiagnosis }
  /** The engine itself could not make the test. */
  | { readonly kind: 'failed'; readonly error: AppError };

/** What came of a test, at a glance: it works, it works and something is left to choose or to fill, it does not work. */
export type Verdict = 'good' | 'open' | 'bad';

/** From here on a difference of clocks is told. */
const toldSkewMs = 2_000;

/** The verdict on a connection. */
export function verdictOf(outcome: TestOutcome): Verdict {
  if (outcome.kind === 'failed') {
    return 'bad';
  }
  const { verdict } = outcome.diagnosis;
  return verdict === 'ok' ? 'good' : verdict === 'empty' || verdict === 'no-database-chosen' ? 'open' : 'bad';
}

/** What was found and what to do. */
export function sentenceOf(outcome: TestOutcome): string {
  return outcome.kind === 'failed' ? explainError(outcome.error) : outcome.diagnosis.sentence;
}

/** A span of time in words, to two places: `14 s`, `3 min 59 s`, `2 h 5 min`. */
export function spanWords(spanMs: number): string {
  const seconds = Math.round(Math.abs(spanMs) / 1_000);
  const [days, hours, minutes] = [86_400, 3_600, 60].map((unit) => Math.floor(seconds / unit));
  const parts = [
    [days ?? 0, 'd'],
    [(hours ?? 0) % 24, 'h'],
    [(minutes ?? 0) % 60, 'min'],
    [seconds % 60, 's'],
  ] as const;
  const first = parts.findIndex(([count]) => count > 0);
  return first === -1
    ? '0 s'
    : parts
        .slice(first, first + 2)
        .filter(([count]) => count > 0)
        .map(([count, unit]) => `${count} ${unit}`)
        .join(' ');
}

/** How the server's clock stands against ours; undefined where the difference does not matter. */
export function skewWords(skewMs: number | undefined): string | undefined {
  return skewMs === undefined || Math.abs(skewMs) <= toldSkewMs
    ? undefined
    : `Its clock is ${spanWords(skewMs)} ${skewMs > 0 ? 'ahead of' : 'behind'} this machine’s`;
}

const dialects = { influxql: 'InfluxQL', flux: 'Flux' } as const;

function serverFact({ server, sentence }: SourceDiagnosis): string | undefined {
  if (server === undefined) {
    return undefined;
  }
  const language = dialects[server.dialect];
  return sentence.includes(server.version)
    ? `Asked in ${language}`
    : `InfluxDB ${server.version}, asked in ${language}`;
}

/** What else a test found, one fact an entry; not what its sentence has said already. */
export function factsOf(outcome: TestOutcome): readonly string[] {
  if (outcome.kind === 'failed') {
    return [];
  }
  const { server, sentence, latencyMs, clockSkewMs } = outcome.diagnosis;
  const unlessSaid = (said: RegExp, fact: string | undefined): string | undefined =>
    said.test(sentence) ? undefined : fact;
  return [
    serverFact(outcome.diagnosis),
    unlessSaid(/\d ms\b/, latencyMs === undefined ? undefined : `Answers in ${Math.max(1, Math.round(latencyMs))} ms`),
    unlessSaid(
      /short history/i,
      server?.shortHistory === true ? 'Short history: this kind of server keeps the last days only' : undefined,
    ),
    unlessSaid(/\bclock\b/i, skewWords(clockSkewMs)),
  ].filter((fact) => fact !== undefined);
}
