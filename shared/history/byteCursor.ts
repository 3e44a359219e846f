import { AppFailure } from '../lib/appError';

/** Says that stored samples do not read back as what was written: the file is damaged, or something else wrote it. */
export class DamagedSamplesError extends AppFailure {
  constructor(detail: string) {
    super({ code: 'damaged-history', detail });
    this.name = 'DamagedSamplesError';
  }
}

/** Reads bytes from front to back and never past their end. */
export class ByteCursor {
  readonly bytes: Uint8Array;
  readonly view: DataView;
  /** Offset of the next byte. */
  at = 0;
  /** Offset after the last byte that may be read. */
  readonly end: number;

  constructor(bytes: Uint8Array, end: number = bytes.length) {
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.end = end;
  }

  #take(count: number): number {
    const start = this.at;
    if (start + count > this.end) {
      throw new DamagedSamplesError('they end too early');
    }
    this.at = start + count;
    return start;
  }

  readByte(): number {
    return this.view.getUint8(this.#take(1));
  }

  readUint32(): number {
    return this.view.getUint32(this.#take(4), true);
  }

  readDouble(): number {
    return this.view.getFloat64(this.#take(8), true);
  }

  readVarint(): number {
    let value = 0;
    let factor = 1;
    // 2^53 takes eight bytes of seven bits; more is not a number we wrote.
    for (let taken = 0; taken < 8; taken += 1) {
      const byte = this.readByte();
      value += (byte & 127) * factor;
      if (byte < 128) {
        return value;
      }
      factor *= 128;
    }
    throw new DamagedSamplesError('a number is too long');
  }
}
