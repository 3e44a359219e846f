import { foldTag } from '../../../shared/model/foldTag';
import { originOf } from '../../../shared/influx/sourceUrl';
import type { DataSource } from '../../../shared/model/plantModel';
import { type ConnectionFields, type ConnectionForm, lateDataMsOf, originIn } from './connectionForm';

/** Long enough for a name and short enough for a tab. */
const longestName = 80;

/** Why a field cannot stand, by field. Empty: the connection can be saved. */
export type ConnectionProblems = Partial<Readonly<Record<keyof ConnectionFields, string>>>;

type Judge = (form: ConnectionForm, others: readonly DataSource[]) => string | undefined;

function nameProblem({ fields }: ConnectionForm, others: readonly DataSource[]): string | undefined {
  const name = fields.name.trim();
  if (name === '') {
    return 'A connection needs a name';
  }
  if (name.length > longestName) {
    return `A name has ${longestName} characters at most`;
  }
  return others.some((other) => foldTag(other.name) === foldTag(name)) ? `There is already a ${name}` : undefined;
}

function addressProblem({ fields }: ConnectionForm): string | undefined {
  if (fields.address.trim() === '') {
    return 'Type host and port, for instance historian:8086';
  }
  return originIn(fields) === undefined
    ? 'An address is http or https, a host and a port, without user and password'
    : undefined;
}

function certificateProblem({ fields, kept }: ConnectionForm): string | undefined {
  const isChosen = fields.certificatePath !== '' || kept?.hasAuthority === true;
  return fields.certificates === 'own' && !isChosen ? 'Choose the certificate file' : undefined;
}

/** What is kept for the address stands in for a secret of its own kind only. */
function secretProblem({ fields, kept }: ConnectionForm): string | undefined {
  const { signIn, secret } = fields;
  if (signIn === 'none' || secret !== '' || kept?.hasSecret !== true || kept.kind === signIn) {
    return undefined;
  }
  return signIn === 'token'
    ? 'Type the token: what is kept for this address is a password'
    : 'Type the password: what is kept for this address is a token';
}

function writeDatabaseProblem({ fields }: ConnectionForm, others: readonly DataSource[]): string | undefined {
  const database = fields.writeDatabase.trim();
  if (!fields.writesBack) {
    return undefined;
  }
  if (database === '') {
    return 'Notes and derived values need a database of their own';
  }
  const origin = originIn(fields);
  const isRaw =
    database === fields.database.trim() ||
    others.some((other) => originOf(other.url) === origin && other.database === database);
  return isRaw ? `${database} holds the plant’s raw data: choose another database` : undefined;
}

const judges: Partial<Readonly<Record<keyof ConnectionFields, Judge>>> = {
  name: nameProblem,
  address: addressProblem,
  user: ({ fields }) =>
    fields.signIn === 'password' && fields.user.trim() === '' ? 'Type the name of the user' : undefined,
  secret: secretProblem,
  certificatePath: certificateProblem,
  database: ({ fields }) => (fields.database.trim() === '' ? 'Choose a database, or type its name' : undefined),
  sensorTag: ({ fields }) =>
    fields.style !== 'field' && fields.sensorTag === '' ? 'Type the tag that names the sensor' : undefined,
  valueField: ({ fields }) =>
    fields.style !== 'field' && fields.valueField === '' ? 'Type the field that holds the value' : undefined,
  lateMinutes: ({ fields }) =>
    lateDataMsOf(fields.lateMinutes) === undefined ? 'Minutes from 0 to 44,640 (31 days)' : undefined,
  writeDatabase: writeDatabaseProblem,
};

/** Why the connection cannot be saved as it stands. `others` are the plant's other data sources. */
export function problemsOf(form: ConnectionForm, others: readonly DataSource[]): ConnectionProblems {
  const found = Object.entries(judges).flatMap(([field, judge]) => {
    const problem = judge(form, others);
    return problem === undefined ? [] : [[field, problem] as const];
  });
  return Object.fromEntries(found);
}
