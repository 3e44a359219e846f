import { type ReactElement, useState } from 'react';
import type { MappingGuess } from '../../../shared/contract/sourceCalls';
import { explainError } from '../../../shared/lib/appError';
import { Icon } from '../../components/Icon';
import { Select } from '../../components/Select';
import { isMapping, withGuess } from './connectionForm';
import { mappingWords, styleTitles } from './connectionWords';
import styles from './Connections.module.css';
import { FieldRow } from './FieldRow';
import { FormRow } from './FormRow';
import type { ConnectionDesk } from './useConnectionForm';

const styleChoices = (['field', 'tag', 'opcua'] as const).map((value) => ({ value, label: styleTitles[value] }));

function Confidence({ value }: { readonly value: number }): ReactElement {
  const percent = Math.round(Math.min(1, Math.max(0, value)) * 100);
  return (
    <span className={styles.confidence} title={`Confidence ${value.toFixed(2)}`}>
      <span className={styles.bar}>
        <span style={{ width: `${percent}%` }} />
      </span>
      {value.toFixed(2)}
    </span>
  );
}

function GuessRow(props: {
  readonly guess: MappingGuess;
  readonly isChosen: boolean;
  readonly onChoose: () => void;
}): ReactElement {
  const { guess, isChosen, onChoose } = props;
  const { mapping, confidence, reason, seriesCount, examples } = guess;
  return (
    <label className={styles.guess} data-chosen={isChosen}>
      <input type="radio" name="mapping" checked={isChosen} onChange={onChoose} />
      <span className={styles.guessBody}>
        <span className={styles.guessHead}>
          <b>{styleTitles[mapping.style]}</b>
          <span className={styles.space} />
          <Confidence value={confidence} />
        </span>
        <span
          className={styles.reason}
        >{`${reason.replace(/[.]$/, '')}. ${seriesCount.toLocaleString('en')} series.`}</span>
        {examples.slice(0, 3).map((example) => (
          <span key={example} className={styles.example} title={example}>
            {example}
          </span>
        ))}
      </span>
    </label>
  );
}

function ByHand({ desk }: { readonly desk: ConnectionDesk }): ReactElement {
  const { fields } = desk.form;
  return (
    <div className={styles.byHand}>
      <FormRow label="Kept as">
        <Select
          label="Kept as"
          value={fields.style}
          choices={styleChoices}
          onChange={(style) => desk.write({ style })}
        />
      </FormRow>
      {fields.style === 'field' ? (
        <FieldRow desk={desk} field="qualityField" label="Quality ends in" placeholder="No field says how good it is" />
      ) : (
        <>
          <FieldRow desk={desk} field="sensorTag" label="Sensor’s tag" placeholder="sensor" />
          <FieldRow desk={desk} field="valueField" label="Value’s field" placeholder="value" />
        </>
      )}
      {fields.style === 'opcua' ? (
        <FieldRow desk={desk} field="qualityField" label="Quality’s field" placeholder="quality" />
      ) : null}
    </div>
  );
}

/** How the database keeps sensors: one of the guesses of the last test, or set by hand. */
export function MappingChoice({ desk }: { readonly desk: ConnectionDesk }): ReactElement {
  const { form, test } = desk;
  const { fields } = form;
  const [isByHand, setIsByHand] = useState(false);
  const guesses = test.last?.guesses ?? [];
  const chosen = isByHand ? -1 : guesses.findIndex(({ mapping }) => isMapping(fields, mapping));
  return (
    <div className={styles.mapping} role="radiogroup" aria-label="How sensors are kept">
      <h4>How sensors are kept</h4>
      {test.last?.guessFailure === undefined ? null : (
        <p className={styles.problem} role="alert">
          <Icon name="warning" size={14} />
          <span>{explainError(test.last.guessFailure)}</span>
        </p>
      )}
      {guesses.map((guess, index) => (
        <GuessRow
          key={JSON.stringify(guess.mapping)}
          guess={guess}
          isChosen={chosen === index}
          onChoose={() => {
            setIsByHand(false);
            desk.set((before) => withGuess(before, guess));
          }}
        />
      ))}
      <label className={styles.guess} data-chosen={chosen === -1}>
        <input type="radio" name="mapping" checked={chosen === -1} onChange={() => setIsByHand(true)} />
        <span className={styles.guessBody}>
          <b>Set by hand</b>
          {chosen === -1 ? <span className={styles.reason}>{mappingWords(fields)}</span> : null}
        </span>
      </label>
      {chosen === -1 ? <ByHand desk={desk} /> : null}
    </div>
  );
}
