/** Samples of one series while they arrive: in any order, some perhaps of the same moment. */
export class GrowingSamples {
  #timesMs = new Float64Array(16);
  #values = new Float64Array(16);
  #length = 0;
  #isAscending = true;

  /** Adds one sample. */
  add(timeMs: number, value: number): void {
    const at = this.#length;
    if (at === this.#timesMs.length) {
      this.#grow();
    }
    if (at > 0 && timeMs <= (this.#timesMs[at - 1] ?? NaN)) {
      this.#isAscending = false;
    }
    this.#timesMs[at] = timeMs;
    this.#values[at] = value;
    this.#length = at + 1;
  }

  /** All of them by time; those of one moment in the order they came. The columns have memory of their own. */
  sorted(): { readonly timesMs: Float64Array; readonly values: Float64Array } {
    const timesMs = this.#timesMs.slice(0, this.#length);
    const values = this.#values.slice(0, this.#length);
    if (this.#isAscending) {
      return { timesMs, values };
    }
    const order = Uint32Array.from(timesMs, (_, at) => at);
    order.sort((left, right) => (timesMs[left] ?? 0) - (timesMs[right] ?? 0) || left - right);
    return {
      timesMs: Float64Array.from(order, (at) => timesMs[at] ?? NaN),
      values: Float64Array.from(order, (at) => values[at] ?? NaN),
    };
  }

  /** By time, of each moment the one that came last. */
  unique(): { readonly timesMs: Float64Array; readonly values: Float64Array } {
    const { timesMs, values } = this.sorted();
    if (this.#isAscending) {
      return { timesMs, values };
    }
    let count = 0;
    for (let at = 0; at < timesMs.length; at += 1) {
      if (timesMs[at] !== timesMs[at + 1]) {
        timesMs[count] = timesMs[at] ?? NaN;
        values[count] = values[at] ?? NaN;
        count += 1;
      }
    }
    return { timesMs: timesMs.slice(0, count), values: values.slice(0, count) };
  }

  #grow(): void {
    const [timesMs, values] = [this.#timesMs, this.#values];
    this.#timesMs = new Float64Array(timesMs.length * 2);
    this.#timesMs.set(timesMs);
    this.#values = new Float64Array(values.length * 2);
    this.#values.set(values);
  }
}
