import { assertNever } from '../lib/assertNever';

/** Why a data source did not answer as it should: a closed list, each with its sentence. */
export const sourceFailureReasons = [
  'unreachable',
  'tls',
  'unauthorized',
  'forbidden',
  'database-missing',
  'no-dbrp',
  'timeout',
  'overloaded',
  'limit',
  'query-refused',
  'garbage',
  /** The answer began well and ended too early. */
  'cut-off',
  'too-large',
  'not-influx',
  'no-secret',
] as const;
export type SourceFailureReason = (typeof sourceFailureReasons)[number];

/** A failure of one data source. `detail` is what the server or the network said, shortened, without secrets. */
export interface SourceFailure {
  readonly reason: SourceFailureReason;
  /** Host and port, for instance `historian:8086`. */
  readonly host: string;
  readonly detail: string;
}

/** One sentence or two: what happened and what to do. What is stored here stays readable in every case. */
export function explainSourceFailure({ reason, host, detail }: SourceFailure): string {
  const said = detail === '' ? '' : ` (${detail})`;
  switch (reason) {
    case 'unreachable':
      return `Cannot reach ${host}${said}. What is stored here is shown. Check the network and the address, then try again.`;
    case 'tls':
      return `${host} does not prove who it is${said}. Nothing was sent. Check the address, or choose the certificate file of your plant's own authority.`;
    case 'unauthorized':
      return `${host} does not accept these credentials${said}. Enter user and password, or a token, again.`;
    case 'forbidden':
      return `${host} knows these credentials but does not let them read this${said}. Ask its owner for the right to read.`;
    case 'database-missing':
      return `${host} has no such database or bucket${said}. Choose another one.`;
    case 'no-dbrp':
      return `${host} answers InfluxQL for no such bucket${said}. Flux is used instead; a DBRP mapping would make it faster.`;
    case 'timeout':
      return `${host} did not answer in time${said}. What is stored here is shown. Try again, or ask for a shorter range.`;
    case 'overloaded':
      return `${host} has too much to do at the moment${said}. It is asked again by itself.`;
    case 'limit':
      return `${host} refuses to read that much at once${said}. Ask for a shorter range or fewer sensors.`;
    case 'query-refused':
      return `${host} refused a question${said}. What is stored here is shown.`;
    case 'garbage':
      return `${host} answered something that is not history${said}. Nothing of it was stored. Check that the address is that of an InfluxDB.`;
    case 'cut-off':
      return `${host} broke off its answer before the end${said}. Nothing of that answer was stored; it is asked again by itself. Should it go on, ask your administrator about proxies in between.`;
    case 'too-large':
      return `${host} answered more than was asked for${said}. The answer was cut off and nothing of it was stored.`;
    case 'not-influx':
      return `There is no InfluxDB at ${host}${said}. Check the address and the port.`;
    case 'no-secret':
      return `The credentials for ${host} are not on this machine${said}. Enter them in the connection.`;
    default:
      return assertNever(reason, 'SourceFailureReason');
  }
}
