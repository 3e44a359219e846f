import type { ReactElement } from 'react';
import { Segmented } from '../../components/Segmented';
import { TextInput } from '../../components/TextInput';
import type { ChosenRange, RangeChoice, TypedRange } from './offlineRange';
import styles from './Offline.module.css';

/** What a person chose and typed. */
export interface RangeFields extends TypedRange {
  readonly choice: RangeChoice;
}

const choices: readonly { readonly value: RangeChoice; readonly label: string }[] = [
  { value: 'window', label: 'The window' },
  { value: 'day', label: 'Last 24 h' },
  { value: 'week', label: '7 days' },
  { value: 'month', label: '30 days' },
  { value: 'all', label: 'All' },
  { value: 'own', label: 'From, to' },
];

/** Which times are taken offline: one of the usual ones, or typed as at the timeline. */
export function OfflineRangeFields(props: {
  readonly fields: RangeFields;
  readonly chosen: ChosenRange;
  readonly onChange: (fields: RangeFields) => void;
}): ReactElement {
  const { fields, chosen, onChange } = props;
  const problemOf = (field: keyof TypedRange): string | undefined =>
    !chosen.ok && (chosen.field ?? field) === field ? chosen.problem : undefined;
  return (
    <>
      <Segmented
        label="Times"
        value={fields.choice}
        choices={choices}
        onChange={(choice) => onChange({ ...fields, choice })}
      />
      {fields.choice === 'own' ? (
        <div className={styles.own}>
          <TextInput
            label="From"
            value={fields.from}
            problem={problemOf('from')}
            onChange={(from) => onChange({ ...fields, from })}
          />
          <span>to</span>
          <TextInput
            label="To"
            value={fields.to}
            problem={problemOf('to')}
            onChange={(to) => onChange({ ...fields, to })}
          />
        </div>
      ) : null}
    </>
  );
}
