const dayMs = 86_400_000;

function padded(count: number, digits: number, end: string): readonly string[] {
  return Array.from({ length: count }, (_, number) => `${String(number).padStart(digits, '0')}${end}`);
}

/** A double as the shortest text that reads back as the same; NaN is no text. */
export function numberText(value: number): string {
  if (value === 0) {
    return Object.is(value, -0) ? '-0' : '0';
  }
  return Number.isNaN(value) ? '' : String(value);
}

/** Writes times (whole UTC ms) as `2026-03-14T03:12:00.000Z`. Made for times that follow each other: `Date` is slow. */
export function createTimeWriter(): (timeMs: number) => string {
  const hours = padded(24, 2, ':');
  const minutes = padded(60, 2, ':');
  const seconds = padded(60, 2, '.');
  const milliseconds = padded(1_000, 3, 'Z');
  let day = NaN;
  let dayText = '';
  return (timeMs) => {
    const dayOfTime = Math.floor(timeMs / dayMs);
    if (dayOfTime !== day) {
      day = dayOfTime;
      dayText = `${new Date(dayOfTime * dayMs).toISOString().split('T')[0] ?? ''}T`;
    }
    const ofDay = timeMs - dayOfTime * dayMs;
    const second = Math.floor(ofDay / 1_000);
    const minute = Math.floor(second / 60);
    const hour = Math.floor(minute / 60);
    return `${dayText}${hours[hour]}${minutes[minute - hour * 60]}${seconds[second - minute * 60]}${milliseconds[ofDay - second * 1_000]}`;
  };
}
