import type { KeyboardEvent, ReactElement } from 'react';
import type { DataSource } from '../../../shared/model/plantModel';
import { SourceDot } from '../../components/SourceDot';
import { useApp, useModel, useSession } from '../../state/appContext';
import { useSourceStatus } from '../../state/sourceStatusStore';
import styles from './DockTabs.module.css';

function walk(event: KeyboardEvent<HTMLElement>): void {
  const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
  const tabs = [...event.currentTarget.querySelectorAll<HTMLElement>('[role=tab]')];
  const next = tabs[tabs.findIndex((tab) => tab === document.activeElement) + step];
  if (step !== 0) {
    event.preventDefault();
    event.stopPropagation();
    next?.focus();
    next?.click();
  }
}

function SourceTab({ source, isShown }: { readonly source: DataSource; readonly isShown: boolean }): ReactElement {
  const { session } = useApp();
  const status = useSourceStatus(source.id);
  return (
    <button
      type="button"
      role="tab"
      aria-selected={isShown}
      tabIndex={isShown ? 0 : -1}
      aria-label={`Browse ${source.name}`}
      title={status?.sentence}
      onClick={() => session.setState({ browsedSourceId: source.id })}
    >
      <SourceDot phase={status?.phase ?? 'idle'} />
      <span>
        <span className={styles.verb}>Browse </span>
        {source.name}
      </span>
    </button>
  );
}

/** The data sources of the plant by name. */
export function useSourcesInOrder(): readonly DataSource[] {
  const sources = useModel((state) => state.model?.dataSources);
  return [...(sources?.values() ?? [])].sort((a, b) => a.name.localeCompare(b.name));
}

/** What the dock lists: the plant's own sensors, or what a data source holds. A heading while there is nothing to choose. */
export function DockTabs(): ReactElement {
  const { session } = useApp();
  const browsed = useSession((state) => state.browsedSourceId);
  const sources = useSourcesInOrder();
  const shown = sources.find(({ id }) => id === browsed);
  if (sources.length === 0) {
    return <h2 className={styles.title}>Sensors</h2>;
  }
  return (
    <div className={styles.tabs} role="tablist" aria-label="Sensors of" onKeyDown={walk}>
      <button
        type="button"
        role="tab"
        aria-selected={shown === undefined}
        tabIndex={shown === undefined ? 0 : -1}
        onClick={() => session.setState({ browsedSourceId: undefined })}
      >
        Sensors
      </button>
      {sources.map((source) => (
        <SourceTab key={source.id} source={source} isShown={source === shown} />
      ))}
    </div>
  );
}
