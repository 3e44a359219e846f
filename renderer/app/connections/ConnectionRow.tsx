import { type ReactElement, useState } from 'react';
import { sensorsOfSource } from '../../../shared/model/modelIndex';
import type { DataSource, PlantModel } from '../../../shared/model/plantModel';
import { Button } from '../../components/Button';
import { Icon } from '../../components/Icon';
import { SourceDot } from '../../components/SourceDot';
import { useApp } from '../../state/appContext';
import { useSourceStatus } from '../../state/sourceStatusStore';
import { savedTrialOf } from './connectionForm';
import { placeText, removalWords, sensorsText, statusSentence } from './connectionWords';
import styles from './Connections.module.css';
import { DiagnosisPanel } from './DiagnosisPanel';
import { removeSource } from './sourceEdits';
import { type ConnectionTest, useConnectionTest } from './useConnectionTest';

/** A test of a connection as it was saved, with the credentials that are kept for it. */
function useSavedTest(source: DataSource): ConnectionTest & { readonly run: () => Promise<void> } {
  const { client } = useApp();
  const test = useConnectionTest((found) => {
    if (found.outcome.kind === 'answered' && found.outcome.diagnosis.verdict === 'ok') {
      // It can be reached: what was waiting for its next turn need not wait.
      void client.call('source:retry', { sourceId: source.id });
    }
  });
  const run = async (): Promise<void> => {
    const kept = await client.call('source:credentials', { url: source.url });
    const trial = savedTrialOf(source, kept.ok ? kept.value : undefined);
    if (trial !== undefined) {
      test.start(trial);
    }
  };
  return { ...test, run };
}

function Removal(props: {
  readonly source: DataSource;
  readonly sensorCount: number;
  readonly onKeep: () => void;
}): ReactElement {
  const { source, sensorCount, onKeep } = props;
  const app = useApp();
  return (
    <div className={styles.removal} role="group" aria-label={`Remove ${source.name}`}>
      <p>{removalWords(sensorCount)}</p>
      <Button onClick={onKeep}>Keep</Button>
      <Button look="main" onClick={() => removeSource(app, source.id)}>
        Remove {source.name}
      </Button>
    </div>
  );
}

/** One data source of the plant: how it is doing, and what can be done with its connection. */
export function ConnectionRow(props: {
  readonly source: DataSource;
  readonly model: PlantModel;
  readonly onEdit: () => void;
}): ReactElement {
  const { source, model, onEdit } = props;
  const status = useSourceStatus(source.id);
  const test = useSavedTest(source);
  const [isRemoving, setIsRemoving] = useState(false);
  const sensorCount = sensorsOfSource(model, source.id).length;
  return (
    <li className={styles.source} data-source={source.name}>
      <div className={styles.sourceHead}>
        <SourceDot phase={status?.phase ?? 'idle'} />
        <b>{source.name}</b>
        <span className={styles.place} title={source.url}>
          {placeText(source)}
        </span>
        <span className={styles.count}>{sensorsText(sensorCount)}</span>
        {test.running === undefined ? (
          <Button onClick={() => void test.run()} aria-label={`Test ${source.name}`}>
            Test
          </Button>
        ) : (
          <Button onClick={test.cancel} aria-label={`Cancel the test of ${source.name}`}>
            <Icon name="working" size={14} />
            {`Cancel, ${test.running.seconds} s`}
          </Button>
        )}
        <Button onClick={onEdit} aria-label={`Edit ${source.name}`}>
          Edit
        </Button>
        <Button onClick={() => setIsRemoving(true)} aria-label={`Remove ${source.name}`}>
          Remove
        </Button>
      </div>
      <p className={styles.sentence}>{statusSentence(status)}</p>
      {test.last === undefined ? null : <DiagnosisPanel outcome={test.last.outcome} isCurrent />}
      {isRemoving ? <Removal {...{ source, sensorCount }} onKeep={() => setIsRemoving(false)} /> : null}
    </li>
  );
}
