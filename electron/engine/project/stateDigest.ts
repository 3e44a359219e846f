import { hash } from 'node:crypto';

const laneCount = 8;

/**
 * A digest over all entity rows that can be kept up row by row: the sum of the rows' SHA-256, lane by lane. It finds
 * what SQLite does not: a flipped bit inside a row's content.
 */
export class StateDigest {
  readonly #lanes = new Uint32Array(laneCount);

  /** The digest that `toText` wrote; without text, that of no rows. */
  constructor(text?: string) {
    if (text !== undefined) {
      const bytes = Buffer.from(text, 'hex');
      for (let lane = 0; lane < laneCount; lane += 1) {
        this.#lanes[lane] = bytes.readUInt32LE(lane * 4);
      }
    }
  }

  /** Counts a row in. */
  add(table: string, id: string, fields: string): void {
    this.#change(rowHash(table, id, fields), 1);
  }

  /** Takes a row out that was counted in before. */
  remove(table: string, id: string, fields: string): void {
    this.#change(rowHash(table, id, fields), -1);
  }

  toText(): string {
    const bytes = Buffer.alloc(laneCount * 4);
    this.#lanes.forEach((value, lane) => bytes.writeUInt32LE(value, lane * 4));
    return bytes.toString('hex');
  }

  #change(row: Buffer, sign: 1 | -1): void {
    for (let lane = 0; lane < laneCount; lane += 1) {
      // A Uint32Array wraps round by itself, also below zero.
      this.#lanes[lane] = (this.#lanes[lane] ?? 0) + sign * row.readUInt32LE(lane * 4);
    }
  }
}

function rowHash(table: string, id: string, fields: string): Buffer {
  return hash('sha256', `${table}\n${id.length}\n${id}${fields}`, 'buffer');
}
