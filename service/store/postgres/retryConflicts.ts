/** What a test owns of retrying. */
export interface Patience {
  /** Resolves after so many milliseconds. */
  readonly pause: (durationMs: number) => Promise<unknown>;
  /** 0 inclusive to 1 exclusive. */
  readonly random: () => number;
}

/** The code of a failure of PostgreSQL or of the network; empty: it has none. */
export function sqlStateOf(failure: unknown): string {
  const code: unknown = failure instanceof Error ? Reflect.get(failure, 'code') : undefined;
  return typeof code === 'string' ? code : '';
}

const connectionFailed = '08006';

/** Tells a failure of the connection, which the driver gives no code, from one that the database names. */
export function namedFailure(failure: unknown): unknown {
  if (sqlStateOf(failure) !== '' || !(failure instanceof Error)) {
    return failure;
  }
  return Object.assign(new Error(`The database is not there: ${failure.message}`, { cause: failure }), {
    code: connectionFailed,
  });
}

const mostAttempts = 12;
const firstPauseMs = 4;
const longestPauseMs = 500;

/**
 * Whether the database undid a transaction for the sake of others and asks for it again: it could not be put in an
 * order with them (40001; also how CockroachDB and YugabyteDB say "restart"), or they waited for each other (40P01).
 */
export function isConflict(failure: unknown): boolean {
  return ['40001', '40P01'].includes(sqlStateOf(failure));
}

/** Runs a transaction again while the database asks for it, at most twelve times, with growing pauses of random length. */
export async function retryConflicts<T>(work: () => Promise<T>, { pause, random }: Patience): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (failure) {
      if (!isConflict(failure) || attempt === mostAttempts) {
        throw failure;
      }
      await pause(random() * Math.min(longestPauseMs, firstPauseMs * 2 ** attempt));
    }
  }
}
