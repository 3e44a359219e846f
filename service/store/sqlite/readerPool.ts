import type { TenantConnection } from './tenantConnection';

const keptReaders = 2;
/** Whoever downloads slowly holds one. */
const mostReaders = 32;

/** Connections that look at a tenant's file while others write to it. One look has one for itself. */
export class ReaderPool {
  readonly #connect: () => TenantConnection;
  readonly #idle: TenantConnection[] = [];
  readonly #waiting: ((reader: TenantConnection) => void)[] = [];
  #open = 0;

  constructor(connect: () => TenantConnection) {
    this.#connect = connect;
  }

  /** Settles as `look` does, to whose end nothing that others commit is seen. */
  async use<T>(look: (reader: TenantConnection) => Promise<T>): Promise<T> {
    const reader = await this.#take();
    try {
      return await reader.transaction('BEGIN', () => look(reader));
    } finally {
      this.#give(reader);
    }
  }

  /** One question without waiting; what is committed now is seen. */
  ask<T>(question: (reader: TenantConnection) => T): T {
    const reader = this.#idle.pop() ?? this.#openOne();
    try {
      return question(reader);
    } finally {
      this.#give(reader);
    }
  }

  /** Closes what is idle. Nobody may look any more. */
  close(): void {
    this.#idle.splice(0).forEach((reader) => this.#closeOne(reader));
  }

  async #take(): Promise<TenantConnection> {
    const idle = this.#idle.pop();
    if (idle !== undefined) {
      return idle;
    }
    return this.#open < mostReaders ? this.#openOne() : new Promise((resolve) => this.#waiting.push(resolve));
  }

  #give(reader: TenantConnection): void {
    const next = this.#waiting.shift();
    if (next !== undefined) {
      next(reader);
    } else if (this.#idle.length < keptReaders) {
      this.#idle.push(reader);
    } else {
      this.#closeOne(reader);
    }
  }

  #openOne(): TenantConnection {
    const reader = this.#connect();
    this.#open += 1;
    return reader;
  }

  #closeOne(reader: TenantConnection): void {
    this.#open -= 1;
    reader.close();
  }
}
