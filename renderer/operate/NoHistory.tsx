import type { ReactElement } from 'react';
import { Button } from '../components/Button';
import { useApp, useModel } from '../state/appContext';
import styles from './OperateMode.module.css';

/** What is offered while there is nothing to replay: a way to where history is. */
export function NoHistory({ onImportHistory }: { readonly onImportHistory: () => void }): ReactElement {
  const { session } = useApp();
  const sources = useModel((state) => state.model?.dataSources);
  const [source] = sources?.values() ?? [];
  return (
    <div className={styles.noHistory}>
      <span>No history yet.</span>
      {source === undefined ? (
        <Button
          look="main"
          onClick={() => session.setState({ connections: { kind: 'form', sourceId: undefined, fromList: false } })}
        >
          Connect a data source
        </Button>
      ) : (
        <Button
          look="main"
          onClick={() => session.setState({ mode: 'model', dockOpen: true, browsedSourceId: source.id })}
        >
          Browse {source.name}
        </Button>
      )}
      <Button onClick={onImportHistory}>Import a history</Button>
    </div>
  );
}
