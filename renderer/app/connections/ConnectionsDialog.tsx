import { type ReactElement, useEffect, useRef } from 'react';
import type { DataSource, PlantModel } from '../../../shared/model/plantModel';
import { Button } from '../../components/Button';
import { Dialog } from '../../components/Dialog';
import type { ConnectionsPage } from '../../state/sessionStore';
import { useApp, useModel, useSession } from '../../state/appContext';
import { ConnectionFormDialog } from './ConnectionFormDialog';
import { ConnectionRow } from './ConnectionRow';
import styles from './Connections.module.css';

function sourcesInOrder(model: PlantModel): readonly DataSource[] {
  return [...model.dataSources.values()].sort((a, b) => a.name.localeCompare(b.name));
}

interface PageProps {
  readonly model: PlantModel;
  readonly show: (page: ConnectionsPage | undefined) => void;
}

function SourceList({ model, show, isOnTop }: PageProps & { readonly isOnTop: boolean }): ReactElement {
  const sources = sourcesInOrder(model);
  const list = useRef<HTMLUListElement>(null);
  const count = sources.length;
  // The button that led to the form, or the row that was removed, may be gone with the focus.
  useEffect(() => {
    if (isOnTop && document.activeElement === document.body) {
      list.current?.querySelector('button')?.focus();
    }
  }, [isOnTop, count]);
  const connect = (): void => show({ kind: 'form', sourceId: undefined, fromList: true });
  return (
    <Dialog
      title="Connections"
      onClose={() => show(undefined)}
      buttons={
        <>
          {sources.length === 0 ? null : <Button onClick={connect}>Connect another</Button>}
          <span className={styles.space} />
          <Button look={sources.length === 0 ? 'rest' : 'main'} onClick={() => show(undefined)}>
            Close
          </Button>
        </>
      }
    >
      {sources.length === 0 ? (
        <div className={styles.none}>
          <p>No data source. Connect one to browse its sensors and to replay its history on the drawing.</p>
          <Button look="main" onClick={connect}>
            Connect one
          </Button>
        </div>
      ) : (
        <ul ref={list} className={styles.sources} aria-label="Data sources">
          {sources.map((source) => (
            <ConnectionRow
              key={source.id}
              source={source}
              model={model}
              onEdit={() => show({ kind: 'form', sourceId: source.id, fromList: true })}
            />
          ))}
        </ul>
      )}
    </Dialog>
  );
}

function SourceForm({ model, show, page }: PageProps & { readonly page: ConnectionsPage & { kind: 'form' } }) {
  const { session } = useApp();
  const source = page.sourceId === undefined ? undefined : model.dataSources.get(page.sourceId);
  const back = (): void => show(page.fromList ? { kind: 'list' } : undefined);
  return (
    <ConnectionFormDialog
      source={source}
      others={sourcesInOrder(model).filter(({ id }) => id !== page.sourceId)}
      onClose={back}
      onSaved={({ id }) => {
        back();
        session.setState(source === undefined ? { browsedSourceId: id } : {});
      }}
    />
  );
}

/** The plant's data sources and their connections; nothing while they are closed. */
export function ConnectionsDialog(): ReactElement | null {
  const { session } = useApp();
  const page = useSession((state) => state.connections);
  const model = useModel((state) => state.model);
  if (page === undefined || model === undefined) {
    return null;
  }
  const show = (connections: ConnectionsPage | undefined): void => session.setState({ connections });
  return (
    <>
      {page.kind === 'list' || page.fromList ? (
        <SourceList model={model} show={show} isOnTop={page.kind === 'list'} />
      ) : null}
      {page.kind === 'form' ? <SourceForm model={model} show={show} page={page} /> : null}
    </>
  );
}
