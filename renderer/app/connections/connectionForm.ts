import type {
  GivenCredentials,
  KeptCredentials,
  MappingGuess,
  SourceTrial,
} from '../../../shared/contract/sourceCalls';
import type { SourceMapping } from '../../../shared/influx/sourceMapping';
import { isSourceUrl, originOf, toSourceUrl } from '../../../shared/influx/sourceUrl';
import type { DataSource } from '../../../shared/model/plantModel';
import type { TestRun } from './runConnectionTest';

/** How a database keeps sensors, without where. */
export type MappingParts = Pick<SourceMapping, 'style' | 'sensorTag' | 'valueField' | 'qualityField'>;

/** A connection as it stands in the form: what was typed, right or not. */
export interface ConnectionFields extends MappingParts {
  readonly name: string;
  readonly address: string;
  readonly signIn: GivenCredentials['kind'];
  readonly user: string;
  /** Empty: the one that is kept for the address. */
  readonly secret: string;
  readonly certificates: 'system' | 'own';
  /** Chosen now; empty: the one that is kept for the address. */
  readonly certificatePath: string;
  readonly organization: string;
  readonly database: string;
  readonly retentionPolicy: string;
  readonly lateMinutes: string;
  readonly writesBack: boolean;
  readonly writeDatabase: string;
  readonly writeRetentionPolicy: string;
}

/** The form with what is known besides: what this machine keeps for the address, and what the person has touched. */
export interface ConnectionForm {
  readonly fields: ConnectionFields;
  /** Undefined until it is known. */
  readonly kept: KeptCredentials | undefined;
  readonly touched: ReadonlySet<keyof ConnectionFields>;
}

const minuteMs = 60_000;
/** The newest time for which a data source may still be corrected, as the model holds it: 31 days. */
const mostLateMinutes = 31 * 24 * 60;

const newFields: ConnectionFields = {
  name: '',
  address: '',
  signIn: 'none',
  user: '',
  secret: '',
  certificates: 'system',
  certificatePath: '',
  organization: '',
  database: '',
  retentionPolicy: '',
  style: 'field',
  sensorTag: '',
  valueField: '',
  qualityField: '',
  lateMinutes: '10',
  writesBack: false,
  writeDatabase: '',
  writeRetentionPolicy: '',
};

const mappingFields = ['style', 'sensorTag', 'valueField', 'qualityField'] as const;

/** The form of a data source, or of a new one. How an existing one keeps its sensors was chosen by a person. */
export function formOf(source: DataSource | undefined): ConnectionForm {
  if (source === undefined) {
    return { fields: newFields, kept: undefined, touched: new Set() };
  }
  const { id: _id, url, lateDataMs, ...same } = source;
  const fields = { ...newFields, ...same, address: url, lateMinutes: String(lateDataMs / minuteMs) };
  return { fields, kept: undefined, touched: new Set(mappingFields) };
}

/** The form after a person wrote into it. */
export function written(form: ConnectionForm, fields: Partial<ConnectionFields>): ConnectionForm {
  const touched = new Set<keyof ConnectionFields>(form.touched);
  (Object.keys(fields) as (keyof ConnectionFields)[]).forEach((field) => touched.add(field));
  return { ...form, fields: { ...form.fields, ...fields }, touched };
}

/** The fields of `offered` that the person has left alone. */
function untouched(form: ConnectionForm, offered: Partial<ConnectionFields>): Partial<ConnectionFields> {
  const entries = Object.entries(offered).filter(([field]) => !form.touched.has(field as keyof ConnectionFields));
  return Object.fromEntries(entries);
}

/** The form once it is known what this machine keeps for its address. What a person wrote stays. */
export function withKept(form: ConnectionForm, kept: KeptCredentials | undefined): ConnectionForm {
  const offered: Partial<ConnectionFields> =
    kept === undefined
      ? {}
      : {
          signIn: kept.kind,
          user: kept.user,
          certificates: kept.hasAuthority ? 'own' : 'system',
          writesBack: kept.writeBack.enabled,
          writeDatabase: kept.writeBack.database,
          writeRetentionPolicy: kept.writeBack.retentionPolicy,
        };
  return { ...form, kept, fields: { ...form.fields, ...untouched(form, offered) } };
}

/** The form after a guess was chosen by click. */
export function withGuess(form: ConnectionForm, { mapping }: MappingGuess): ConnectionForm {
  const { style, sensorTag, valueField, qualityField } = mapping;
  return written(form, { style, sensorTag, valueField, qualityField });
}

/**
 * The form after a test: the only database there is needs no choosing, and the likeliest guess stands in for what
 * nobody has chosen yet.
 */
export function withRun(form: ConnectionForm, run: Pick<TestRun, 'trial' | 'guesses'>): ConnectionForm {
  const [likeliest] = run.guesses;
  const isChosen = mappingFields.some((field) => form.touched.has(field));
  const database = form.fields.database === '' ? run.trial.database : form.fields.database;
  if (likeliest === undefined || isChosen) {
    return { ...form, fields: { ...form.fields, database } };
  }
  const { style, sensorTag, valueField, qualityField } = likeliest.mapping;
  return { ...form, fields: { ...form.fields, database, style, sensorTag, valueField, qualityField } };
}

/** The mapping of the form, as guesses state it. */
export function isMapping(fields: MappingParts, mapping: MappingParts): boolean {
  return mappingFields.every((field) => fields[field] === mapping[field]);
}

/** The address as it is kept. */
export function urlOf({ address }: Pick<ConnectionFields, 'address'>): string {
  return toSourceUrl(address);
}

/** Scheme, host and port by which credentials are kept; undefined while the address is none. */
export function originIn(fields: Pick<ConnectionFields, 'address'>): string | undefined {
  const url = urlOf(fields);
  return isSourceUrl(url) ? originOf(url) : undefined;
}

/** What proves who asks, as it crosses to the engine. A secret that was not typed is the one kept. */
export function credentialsOf({ signIn, user, secret }: ConnectionFields): GivenCredentials {
  switch (signIn) {
    case 'none':
      return { kind: 'none', user: '' };
    case 'password':
      return { kind: 'password', user: user.trim(), ...(secret === '' ? {} : { secret }) };
    case 'token':
      return { kind: 'token', user: '', ...(secret === '' ? {} : { secret: secret.trim() }) };
  }
}

/** Whose certificates are believed. */
export function authorityOf({ certificates, certificatePath }: ConnectionFields): SourceTrial['authority'] {
  if (certificates === 'system') {
    return { from: 'system' };
  }
  return certificatePath === '' ? { from: 'kept' } : { from: 'file', path: certificatePath };
}

/** What a test would ask; undefined while the address is none. */
export function trialOf(fields: ConnectionFields): SourceTrial | undefined {
  if (originIn(fields) === undefined) {
    return undefined;
  }
  const { organization, database, retentionPolicy } = fields;
  return {
    url: urlOf(fields),
    organization: organization.trim(),
    database,
    retentionPolicy,
    credentials: credentialsOf(fields),
    authority: authorityOf(fields),
  };
}

/** A trial as one text: a diagnosis is of the trial with the same text only. */
export function trialKey(trial: SourceTrial | undefined): string {
  return JSON.stringify(trial ?? '');
}

/** A number of minutes as ms; undefined where it is none that the model may hold. */
export function lateDataMsOf(minutes: string): number | undefined {
  const plain = minutes.trim().replace(',', '.');
  const value = Number(plain);
  return plain === '' || !(value >= 0 && value <= mostLateMinutes) ? undefined : Math.round(value * minuteMs);
}

/** The data source that the form describes. Nothing secret is in it. */
export function sourceOf(fields: ConnectionFields): Omit<DataSource, 'id'> {
  const isTagged = fields.style !== 'field';
  return {
    name: fields.name.trim(),
    url: urlOf(fields),
    organization: fields.organization.trim(),
    database: fields.database,
    retentionPolicy: fields.retentionPolicy,
    style: fields.style,
    sensorTag: isTagged ? fields.sensorTag : '',
    valueField: isTagged ? fields.valueField : '',
    qualityField: fields.style === 'tag' ? '' : fields.qualityField,
    lateDataMs: lateDataMsOf(fields.lateMinutes) ?? 0,
  };
}

/** Where notes and derived values go. */
export function writeBackOf(fields: ConnectionFields): KeptCredentials['writeBack'] {
  return {
    enabled: fields.writesBack,
    database: fields.writeDatabase.trim(),
    retentionPolicy: fields.writeRetentionPolicy.trim(),
  };
}

/** The trial of a connection as it was saved, with what this machine keeps for it. */
export function savedTrialOf(source: DataSource, kept: KeptCredentials | undefined): SourceTrial | undefined {
  return trialOf(withKept(formOf(source), kept).fields);
}
