import { type ReactElement, useRef, useState } from 'react';
import { useStore } from 'zustand';
import type { SourceStatus } from '../../shared/contract/sourceCalls';
import type { DataSource } from '../../shared/model/plantModel';
import { Button } from '../components/Button';
import { SourceDot } from '../components/SourceDot';
import { useApp, useModel } from '../state/appContext';
import styles from './SourceStatuses.module.css';

interface SourceProps {
  readonly source: DataSource;
  readonly status: SourceStatus | undefined;
  readonly onConnections: (() => void) | undefined;
}

const notAsked = 'Not asked anything yet.';

/** The word behind a source's name; empty where all is as it should be. */
function phaseWord(status: SourceStatus | undefined): string {
  switch (status?.phase) {
    case 'connecting':
      return ', connecting';
    case 'failing':
      return ', not reached';
    case 'ok':
      return status.filling ? ', reading' : '';
    default:
      return ', not asked yet';
  }
}

/** What can be known and done about one source. */
function SourceCard({ source, status, onConnections, onDone }: SourceProps & { readonly onDone: () => void }) {
  const { client } = useApp();
  const retry = (): void => {
    void client.call('source:retry', { sourceId: source.id });
    onDone();
  };
  return (
    <>
      <div className={styles.head}>
        <SourceDot phase={status?.phase ?? 'idle'} />
        <span>{source.name}</span>
      </div>
      <p>{status?.sentence ? status.sentence : notAsked}</p>
      {status?.filling === true ? <p>History is being read in the background.</p> : null}
      <div className={styles.buttons}>
        <Button onClick={retry}>Try again</Button>
        {onConnections === undefined ? null : (
          <Button
            onClick={() => {
              onDone();
              onConnections();
            }}
          >
            Connections
          </Button>
        )}
      </div>
    </>
  );
}

function SourceItem(props: SourceProps): ReactElement {
  const { source, status } = props;
  const card = useRef<HTMLDivElement>(null);
  const [leftPx, setLeftPx] = useState(0);
  const sentence = status?.sentence ? status.sentence : notAsked;
  return (
    <span>
      <button
        type="button"
        className={styles.source}
        title={sentence}
        data-testid={`source-${source.id}`}
        data-phase={status?.phase ?? 'idle'}
        onClick={(event) => {
          setLeftPx(event.currentTarget.getBoundingClientRect().left);
          card.current?.togglePopover();
        }}
      >
        <SourceDot phase={status?.phase ?? 'idle'} />
        {`${source.name}${phaseWord(status)}`}
      </button>
      <div
        ref={card}
        popover="auto"
        className={styles.card}
        style={{ left: leftPx }}
        role="dialog"
        aria-label={source.name}
      >
        <SourceCard {...props} onDone={() => card.current?.hidePopover()} />
      </div>
    </span>
  );
}

/** The plant's data sources in the status line: how each is doing, and what can be done about it. */
export function SourceStatuses({ onConnections }: Pick<SourceProps, 'onConnections'>): ReactElement | null {
  const dataSources = useModel((state) => state.model?.dataSources);
  const statuses = useStore(useApp().sources);
  const inOrder = [...(dataSources?.values() ?? [])].sort((a, b) => a.name.localeCompare(b.name));
  return inOrder.length === 0 ? null : (
    <>
      {inOrder.map((source) => (
        <SourceItem key={source.id} source={source} status={statuses.get(source.id)} onConnections={onConnections} />
      ))}
    </>
  );
}
