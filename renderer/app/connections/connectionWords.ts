import type { KeptCredentials, SourceStatus } from '../../../shared/contract/sourceCalls';
import type { MappingStyle } from '../../../shared/influx/sourceMapping';
import { hostOf } from '../../../shared/influx/sourceUrl';
import type { DataSource } from '../../../shared/model/plantModel';
import { counted } from '../../../shared/lib/counted';
import type { ConnectionFields, MappingParts } from './connectionForm';
import type { Verdict } from './diagnosisWords';

/** `1 sensor`, `1,248 sensors`. */
export function sensorsText(count: number): string {
  return counted(count, 'sensor');
}

/** Where a data source is, in one line: `historian:8086, plant`. */
export function placeText({ url, database, retentionPolicy }: DataSource): string {
  return `${hostOf(url)}, ${database}${retentionPolicy === '' ? '' : `, ${retentionPolicy}`}`;
}

/** How a database keeps sensors, as choices read. */
export const styleTitles: Readonly<Record<MappingStyle, string>> = {
  field: 'A field a sensor',
  tag: 'A tag names the sensor',
  opcua: 'A tag names the sensor, with quality',
};

const named = (kind: string, name: string): string => (name === '' ? `a ${kind}` : `the ${kind} ${name}`);

/** How a database keeps sensors, with its names as far as they are known. */
export function mappingWords({ style, sensorTag, valueField, qualityField }: MappingParts): string {
  if (style === 'field') {
    return qualityField === ''
      ? 'Every number field of every measurement is a sensor'
      : `Every number field is a sensor; how good it is stands in the field whose name ends with ${qualityField}`;
  }
  const quality = style === 'opcua' ? `, ${named('field', qualityField)} how good it is` : '';
  return `The sensor is named by ${named('tag', sensorTag)}, ${named('field', valueField)} holds its value${quality}`;
}

/** What stands in an empty field for a secret: whether one is kept. The secret itself is never shown. */
export function secretPlaceholder(signIn: ConnectionFields['signIn'], kept: KeptCredentials | undefined): string {
  if (kept?.hasSecret !== true || kept.kind !== signIn) {
    return '';
  }
  return kept.keeping === 'keychain' ? 'Kept in the keychain' : 'Kept until Sightglass closes';
}

/** What a person should know about where a secret goes; undefined where there is nothing to tell. */
export function secretWords(fields: ConnectionFields, kept: KeptCredentials | undefined): string | undefined {
  if (fields.signIn === 'none') {
    return undefined;
  }
  return kept?.keeping === 'memory'
    ? 'This system has no safe place for secrets, so Sightglass forgets it when it closes. It is never written to the plant.'
    : undefined;
}

/** A warning where a secret would travel readable. */
export function openLineWords({ signIn, address }: ConnectionFields): string | undefined {
  return signIn !== 'none' && !/^\s*https:/i.test(address)
    ? 'Without https everyone on the network can read it'
    : undefined;
}

/** What saving without a good test means; undefined after a good one. Saving is allowed in any case. */
export function untestedWords(verdict: Verdict | undefined): string | undefined {
  switch (verdict) {
    case 'good':
      return undefined;
    case 'open':
      return 'Nothing was found to read yet. It can be saved as it is.';
    case 'bad':
      return 'The test failed. It can be saved as it is and tested again later.';
    case undefined:
      return 'Not tested. It can be saved as it is and tested later.';
  }
}

/** What becomes of a data source's sensors when it is removed. */
export function removalWords(sensorCount: number): string {
  const kept = 'What is kept in the keychain stays there. Undo brings the connection back.';
  if (sensorCount === 0) {
    return `No sensor of this plant is kept there. ${kept}`;
  }
  const its = sensorCount === 1 ? 'Its 1 sensor stays' : `Its ${sensorsText(sensorCount)} stay`;
  return `${its} in the plant with all bindings, without a history. ${kept}`;
}

/** One sentence on how a data source is doing. */
export function statusSentence(status: SourceStatus | undefined): string {
  if (status === undefined || status.sentence === '') {
    return 'Not asked anything yet.';
  }
  const { sentence, filling, waitingPoints, rejectedPoints } = status;
  return [
    sentence,
    filling ? 'History is being read in the background.' : '',
    waitingPoints > 0 ? `${counted(waitingPoints, 'point')} to be written back.` : '',
    rejectedPoints > 0 ? `${counted(rejectedPoints, 'point')} refused for good.` : '',
  ]
    .filter((part) => part !== '')
    .join(' ');
}
