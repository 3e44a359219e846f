/** Keeps what was unpacked last, up to a number of bytes. Keys are row ids. */
export class DecodedCache<T> {
  readonly #capacityBytes: number;
  // A Map lists its keys in the order they were set: the first is the one used longest ago.
  readonly #entries = new Map<number, { readonly value: T; readonly sizeBytes: number }>();
  #sizeBytes = 0;

  constructor(capacityBytes: number) {
    this.#capacityBytes = capacityBytes;
  }

  get(key: number): T | undefined {
    const entry = this.#entries.get(key);
    if (entry !== undefined) {
      this.#entries.delete(key);
      this.#entries.set(key, entry);
    }
    return entry?.value;
  }

  set(key: number, value: T, sizeBytes: number): void {
    this.delete(key);
    this.#entries.set(key, { value, sizeBytes });
    this.#sizeBytes += sizeBytes;
    for (const oldest of this.#entries.keys()) {
      if (this.#sizeBytes <= this.#capacityBytes) {
        break;
      }
      this.delete(oldest);
    }
  }

  delete(key: number): void {
    const entry = this.#entries.get(key);
    if (entry !== undefined) {
      this.#entries.delete(key);
      this.#sizeBytes -= entry.sizeBytes;
    }
  }

  clear(): void {
    this.#entries.clear();
    this.#sizeBytes = 0;
  }

  /** Bytes held now. */
  sizeBytes(): number {
    return this.#sizeBytes;
  }

  /** Bytes held at most. */
  capacityBytes(): number {
    return this.#capacityBytes;
  }
}
