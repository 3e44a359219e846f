import { messageOf } from '../shared/lib/appError';
import { parseArgs } from 'node:util';
import { timeReader } from '../shared/history/csv/timeFormat';
import { isTimeZone } from '../shared/lib/timeZone';

/** A call that cannot be carried out as it was written. Exit code 2. */
export class UsageError extends Error {}

/** What was asked for, checked. */
export interface CommandCall {
  readonly command: string;
  readonly file: string | undefined;
  readonly project: string;
  readonly json: boolean;
  readonly values: Readonly<Record<string, string | boolean | readonly string[] | undefined>>;
}

const options = {
  project: { type: 'string' },
  json: { type: 'boolean' },
  at: { type: 'string' },
  from: { type: 'string' },
  to: { type: 'string' },
  points: { type: 'string' },
  sensor: { type: 'string', multiple: true },
  'time-column': { type: 'string' },
  'time-format': { type: 'string' },
  'time-zone': { type: 'string' },
  separator: { type: 'string' },
  layout: { type: 'string' },
  start: { type: 'string' },
  'period-ms': { type: 'string' },
  sensors: { type: 'string' },
  format: { type: 'string' },
  out: { type: 'string' },
  wide: { type: 'boolean' },
  raw: { type: 'boolean' },
  url: { type: 'string' },
  database: { type: 'string' },
  style: { type: 'string' },
  connect: { type: 'string' },
  help: { type: 'boolean' },
} as const;

/** Which commands there are, whether they take a file, and which options each takes besides --project and --json. */
const commands: Readonly<Record<string, { readonly file: boolean; readonly takes: readonly string[] }>> = {
  'import-model': { file: true, takes: [] },
  'import-history': {
    file: true,
    takes: ['time-column', 'time-format', 'time-zone', 'separator', 'layout', 'start', 'period-ms'],
  },
  'export-model': { file: true, takes: [] },
  sensors: { file: false, takes: [] },
  snapshot: { file: false, takes: ['at', 'sensor'] },
  window: { file: false, takes: ['from', 'to', 'points', 'sensor'] },
  'export-history': { file: false, takes: ['from', 'to', 'format', 'out', 'sensors', 'sensor', 'wide', 'raw'] },
  'copy-to-influx': { file: false, takes: ['url', 'database', 'style', 'connect'] },
};

/** How the commands are written. */
export const usage = `Usage: npm run --silent cli -- COMMAND --project FILE.sightglass [--json]

  import-model FILE              read a *.plant.json; the project is made where it does not exist
  import-history FILE            read a CSV file; what is not given is guessed
      --time-column NAME|NUMBER  --time-format iso|epoch-s|epoch-ms|PATTERN  --time-zone ZONE
      --separator , | ; | tab | space | "|"   --layout wide|long|transposed   --start TIME --period-ms MS
  export-model FILE              write the plant as *.plant.json; - writes it to the screen
  sensors                        list sensors and what history they have
  snapshot --at TIME             each sensor's last sample at or before TIME  [--sensor NAME ...]
  window --from TIME --to TIME --points N   at most N samples a sensor that draw the same line  [--sensor NAME ...]
  export-history --from TIME --to TIME --format csv|parquet --out FOLDER   raw samples, a file a day; run again, it goes on
      --sensors A,B | all        --sensor NAME ...   --wide: a column a sensor, CSV only   --raw: as stored, uncorrected
      --out FILE.csv | FILE.parquet: one file instead of a folder
  copy-to-influx --url URL --database NAME   copy the history stored in the plant into an InfluxDB
      --style field|tag   a field a sensor, or a tag a sensor   --connect NAME   and read it from there from now on

Data sources of the plant are asked with the credentials in SIGHTGLASS_INFLUX_TOKEN, or SIGHTGLASS_INFLUX_USER and
SIGHTGLASS_INFLUX_PASSWORD, when their address is SIGHTGLASS_INFLUX_URL; any other address is asked without.
Times are ISO 8601 (UTC where no offset is given) or epoch milliseconds. --json prints one JSON document, else CSV.
Exit codes: 0 done, 1 it could not be done, 2 the call is not right.
`;

function parse(words: readonly string[]) {
  try {
    return parseArgs({ args: [...words], options, allowPositionals: true, strict: true });
  } catch (error) {
    throw new UsageError(messageOf(error));
  }
}

/** Checks a call; undefined when help was asked for. Throws a `UsageError`. */
export function parseCall(words: readonly string[]): CommandCall | undefined {
  const { values, positionals } = parse(words);
  const [command, file, ...more] = positionals;
  if (values.help === true || command === 'help') {
    return undefined;
  }
  const known = command === undefined || !Object.hasOwn(commands, command) ? undefined : commands[command];
  if (command === undefined || known === undefined) {
    throw new UsageError(command === undefined ? 'Say what to do' : `There is no command ${command}`);
  }
  if (known.file !== (file !== undefined) || more.length > 0) {
    throw new UsageError(known.file ? `${command} takes one file` : `${command} takes no file`);
  }
  const odd = Object.keys(values).find((name) => !['project', 'json', ...known.takes].includes(name));
  if (odd !== undefined) {
    throw new UsageError(`${command} does not take --${odd}`);
  }
  if (values.project === undefined || values.project === '') {
    throw new UsageError('Say which project with --project FILE.sightglass');
  }
  return { command, file, project: values.project, json: values.json === true, values };
}

/** One option as text; undefined where it was not given. */
export function textOption(call: CommandCall, name: string): string | undefined {
  const value = call.values[name];
  return typeof value === 'string' ? value : undefined;
}

/** An option that must be given. */
export function neededOption(call: CommandCall, name: string): string {
  const value = textOption(call, name);
  if (value === undefined) {
    throw new UsageError(`${call.command} needs --${name}`);
  }
  return value;
}

/** The sensors a call is limited to, each once; undefined: all. */
export function sensorNames(call: CommandCall): readonly string[] | undefined {
  const list = textOption(call, 'sensors');
  const single = call.values['sensor'];
  const names = [
    ...(list === undefined || list === 'all' ? [] : list.split(',').map((name) => name.trim())),
    ...(Array.isArray(single) ? (single as readonly string[]) : []),
  ];
  return names.length === 0 ? undefined : [...new Set(names)];
}

/** An option that is given or not. */
export function isGiven(call: CommandCall, name: string): boolean {
  return call.values[name] === true;
}

const readIso = timeReader('iso', 'UTC');

/** Reads a moment: ISO 8601 (UTC where no offset is given) or epoch ms. Throws a `UsageError`. */
export function momentFrom(text: string, option: string): number {
  // Four digits alone are more likely a year than the first seconds of 1970: refused.
  const isNumber = /^(?:\d{1,3}|[+-]\d+|\d{5,}(?:\.\d+)?)$/.test(text.trim());
  const timeMs = isNumber ? Number(text) : readIso(text);
  if (timeMs === undefined || Math.abs(timeMs) > 8.64e15) {
    throw new UsageError(`--${option} ${text} is no time; write 2026-03-14T02:12:40Z or epoch milliseconds`);
  }
  return timeMs;
}

/** Reads a whole number that is at least `least`. Throws a `UsageError`. */
export function countFrom(text: string, option: string, least: number): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < least) {
    throw new UsageError(`--${option} ${text} is no whole number of at least ${least}`);
  }
  return value;
}

/** Reads a time zone's name. Throws a `UsageError`. */
export function zoneFrom(text: string): string {
  if (!isTimeZone(text)) {
    throw new UsageError(`There is no time zone ${text}; write it as Europe/Berlin`);
  }
  return text;
}
