import { parseArgs } from 'node:util';
import { messageOf } from '../../shared/lib/appError';
import { ServiceUsageError } from './serviceUsageError';

/** Options that a service or a command may be given, also as `SIGHTGLASS_SERVICE_NAME` in the environment. */
const options = {
  data: { type: 'string' },
  postgres: { type: 'string' },
  host: { type: 'string' },
  port: { type: 'string' },
  certificate: { type: 'string' },
  key: { type: 'string' },
  address: { type: 'string' },
  'log-level': { type: 'string' },
  'metrics-tenants': { type: 'boolean' },
  'oidc-issuer': { type: 'string' },
  'oidc-audience': { type: 'string' },
  'oidc-keys': { type: 'string' },
  'oidc-algorithms': { type: 'string' },
  'oidc-tenant': { type: 'string' },
  'oidc-tenant-claim': { type: 'string' },
  'oidc-role-claim': { type: 'string' },
  'oidc-roles': { type: 'string' },
  'oidc-subject-claim': { type: 'string' },
  tenant: { type: 'string' },
  role: { type: 'string' },
  subject: { type: 'string' },
  plant: { type: 'string', multiple: true },
  days: { type: 'string' },
  into: { type: 'string' },
  from: { type: 'string' },
  yes: { type: 'boolean' },
  json: { type: 'boolean' },
  help: { type: 'boolean' },
} as const;
type OptionName = keyof typeof options;

const places: readonly OptionName[] = ['data', 'postgres', 'json', 'help'];
const addressing: readonly OptionName[] = ['host', 'port', 'certificate', 'key', 'address'];
const identities = (Object.keys(options) as OptionName[]).filter((name) => name.startsWith('oidc-'));

interface CommandForm {
  /** What stands behind the command's words. */
  readonly names: readonly string[];
  readonly takes: readonly OptionName[];
}

/** The commands by their words, what each needs behind them, and which options it takes besides where tenants are kept. */
const commands: Readonly<Record<string, CommandForm>> = {
  serve: { names: [], takes: [...addressing, ...identities, 'log-level', 'metrics-tenants'] },
  'tenant create': { names: ['NAME'], takes: [...addressing, 'subject'] },
  'tenant list': { names: [], takes: [] },
  'tenant drop': { names: ['NAME'], takes: ['yes'] },
  'token create': { names: [], takes: ['tenant', 'role', 'subject', 'plant', 'days'] },
  'token list': { names: [], takes: ['tenant'] },
  'token revoke': { names: ['KEY'], takes: ['tenant'] },
  backup: { names: [], takes: ['into'] },
  restore: { names: [], takes: ['tenant', 'from'] },
  verify: { names: [], takes: ['tenant'] },
  export: { names: [], takes: ['tenant', 'into'] },
  'rotate-epoch': { names: [], takes: ['tenant', 'yes'] },
};

/** What was asked for, checked. */
export interface ServiceCall {
  readonly command: string;
  /** What stands behind the command's words. */
  readonly name: string;
  readonly values: Readonly<Record<string, string | boolean | readonly string[] | undefined>>;
}

/** What surrounds a call. */
export type Environment = Readonly<Record<string, string | undefined>>;

function variableOf(name: string): string {
  return `SIGHTGLASS_SERVICE_${name.toUpperCase().replaceAll('-', '_')}`;
}

/** Options that were not given, from the environment. Those of single commands are given only by hand. */
function fromEnvironment(environment: Environment): ServiceCall['values'] {
  const values: Record<string, string | boolean> = {};
  for (const name of [...places, ...addressing, ...identities, 'log-level', 'metrics-tenants'] as const) {
    const text = environment[variableOf(name)];
    if (text !== undefined && text !== '' && name !== 'help' && name !== 'json') {
      values[name] = options[name].type === 'boolean' ? text !== 'false' && text !== '0' : text;
    }
  }
  return values;
}

function parse(words: readonly string[]) {
  try {
    return parseArgs({ args: [...words], options, allowPositionals: true, strict: true });
  } catch (error) {
    throw new ServiceUsageError(messageOf(error));
  }
}

/** Checks a call; undefined when help was asked for. Throws a `ServiceUsageError`. */
export function parseServiceCall(words: readonly string[], environment: Environment): ServiceCall | undefined {
  const { values, positionals } = parse(words);
  if (values.help === true || positionals[0] === 'help') {
    return undefined;
  }
  const length = positionals.length === 0 ? 0 : Object.hasOwn(commands, positionals[0] ?? '') ? 1 : 2;
  const command = length === 0 ? 'serve' : positionals.slice(0, length).join(' ');
  const form = Object.hasOwn(commands, command) ? commands[command] : undefined;
  if (form === undefined) {
    throw new ServiceUsageError(`There is no command ${command}`);
  }
  const names = positionals.slice(length);
  if (names.length !== form.names.length) {
    throw new ServiceUsageError(`Write it as ${[command, ...form.names].join(' ')}`);
  }
  const odd = Object.keys(values).find((name) => ![...places, ...form.takes].includes(name as OptionName));
  if (odd !== undefined) {
    throw new ServiceUsageError(`${command} does not take --${odd}`);
  }
  return { command, name: names[0] ?? '', values: { ...fromEnvironment(environment), ...values } };
}

/** One option as text; undefined where it was not given. */
export function textOf({ values }: ServiceCall, name: OptionName): string | undefined {
  const value = values[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** An option that must be given. */
export function neededText(call: ServiceCall, name: OptionName): string {
  const value = textOf(call, name);
  if (value === undefined) {
    throw new ServiceUsageError(`${call.command} needs --${name}`);
  }
  return value;
}

/** Whether an option without a value was given. */
export function isGiven({ values }: ServiceCall, name: OptionName): boolean {
  return values[name] === true;
}

/** An option that may be given several times. */
export function textsOf({ values }: ServiceCall, name: OptionName): readonly string[] {
  const value = values[name];
  return Array.isArray(value) ? (value as readonly string[]) : [];
}
