/** Samples of one sensor over a range, as an engine window gives them. */
export interface SparkSamples {
  readonly timesMs: Float64Array;
  readonly values: Float64Array;
}

/** A box in px. */
export interface SparkBox {
  readonly width: number;
  readonly height: number;
}

/**
 * The range's line as an SVG path: steps, held between samples, broken where there is no value.
 * A line that does not change lies in the middle.
 */
export function sparklinePath(
  samples: SparkSamples,
  range: { readonly startMs: number; readonly endMs: number },
  box: SparkBox,
): string {
  const { timesMs, values } = samples;
  const known = values.filter((value) => !Number.isNaN(value));
  if (known.length === 0 || range.endMs <= range.startMs) {
    return '';
  }
  let [low, high] = [Infinity, -Infinity];
  for (const value of known) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  const inset = 2;
  const xOf = (timeMs: number): number =>
    Math.max(0, Math.min(1, (timeMs - range.startMs) / (range.endMs - range.startMs))) * box.width;
  const yOf = (value: number): number =>
    high === low ? box.height / 2 : box.height - inset - ((value - low) / (high - low)) * (box.height - inset * 2);
  const round = (value: number): number => Math.round(value * 10) / 10;
  let path = '';
  let isDrawing = false;
  timesMs.forEach((timeMs, index) => {
    const value = values[index] ?? Number.NaN;
    const x = round(xOf(timeMs));
    if (Number.isNaN(value)) {
      path += isDrawing ? `H${x}` : '';
      isDrawing = false;
    } else {
      path += isDrawing ? `H${x}V${round(yOf(value))}` : `M${x} ${round(yOf(value))}`;
      isDrawing = true;
    }
  });
  return isDrawing ? `${path}H${round(box.width)}` : path;
}
