/** Bytes that grow as they are written. Hot loops `reserve` first and then write into `bytes` themselves. */
export class ByteSink {
  bytes: Uint8Array<ArrayBuffer>;
  length = 0;
  #numbers = new Float64Array(0);

  constructor(capacity = 4_096) {
    this.bytes = new Uint8Array(capacity);
  }

  /** Working memory for one column at a time: new memory for each would cost more than packing it. */
  numbers(count: number): Float64Array {
    if (this.#numbers.length !== count) {
      this.#numbers = new Float64Array(count);
    }
    return this.#numbers;
  }

  /** Makes room for at least this many more bytes. `bytes` may be another array afterwards. */
  reserve(count: number): void {
    const needed = this.length + count;
    if (needed > this.bytes.length) {
      const grown = new Uint8Array(Math.max(needed, this.bytes.length * 2));
      grown.set(this.bytes.subarray(0, this.length));
      this.bytes = grown;
    }
  }

  writeByte(value: number): void {
    this.reserve(1);
    this.bytes[this.length++] = value;
  }

  writeUint32(value: number): void {
    this.reserve(4);
    for (let shift = 0; shift < 32; shift += 8) {
      this.bytes[this.length++] = value >>> shift;
    }
  }

  writeDouble(value: number): void {
    this.reserve(8);
    new DataView(this.bytes.buffer).setFloat64(this.length, value, true);
    this.length += 8;
  }

  /** A whole number from 0 to 2^53, seven bits a byte, lowest first. */
  writeVarint(value: number): void {
    this.reserve(8);
    let rest = value;
    while (rest >= 128) {
      this.bytes[this.length++] = (rest % 128) | 128;
      rest = Math.floor(rest / 128);
    }
    this.bytes[this.length++] = rest;
  }

  /** A copy of what was written. */
  toBytes(): Uint8Array<ArrayBuffer> {
    return this.bytes.slice(0, this.length);
  }
}
