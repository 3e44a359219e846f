import type { ReactElement } from 'react';
import { Segmented } from '../../components/Segmented';
import { TextInput } from '../../components/TextInput';
import type { RangeChoice } from './offlineRange';
import styles from './Offline.module.css';

/** What a person chose and typed. */
export interface RangeFields {
  readonly choice: RangeChoice;
  readonly from: string;
  readonly to: string;
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
  /** Why what is typed does not name a range. */
  readonly problem: string | undefined;
  readonly onChange: (fields: RangeFields) => void;
}): ReactElement {
  const { fields, problem, onChange } = props;
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
            placeholder="yesterday 6pm"
            problem={problem}
            onChange={(from) => onChange({ ...fields, from })}
          />
          <span>to</span>
          <TextInput
            label="To"
            value={fields.to}
            placeholder="now"
            problem={problem}
            onChange={(to) => onChange({ ...fields, to })}
          />
        </div>
      ) : null}
    </>
  );
}
