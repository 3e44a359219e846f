import { type ReactElement, useEffect, useState } from 'react';
import type { SyncStatus } from '../../../shared/contract/syncCalls';
import { addressText } from '../../../shared/sync/serviceAddress';
import { Button } from '../../components/Button';
import { Icon } from '../../components/Icon';
import type { AppCommand } from '../../state/appCommand';
import { useApp } from '../../state/appContext';
import { useZoneClock } from '../../state/playbackSession';
import { conflictWords, lastSyncedWords, needsSignIn, nextAttemptWords, pendingWords } from '../../state/syncWords';
import styles from './SyncState.module.css';
import { syncNow } from './tenantActions';
import { mayPublishAgain } from './tenantWords';

/** What the panel takes. */
export interface SyncPanelProps {
  readonly status: SyncStatus;
  readonly commands: readonly AppCommand[];
  /** Puts the panel away, before something else is shown. */
  readonly onDone: () => void;
}

/** The time, each second. */
function useNow(): number {
  const [nowMs, setNowMs] = useState(() => Date.now());
  useEffect(() => {
    const timer = window.setInterval(() => setNowMs(Date.now()), 1_000);
    return () => window.clearInterval(timer);
  }, []);
  return nowMs;
}

function Trouble({ status }: { readonly status: SyncStatus }): ReactElement | null {
  const nowMs = useNow();
  const { failure } = status;
  const next = nextAttemptWords(status, nowMs);
  return failure === undefined ? null : (
    <div className={styles.trouble} role="alert">
      <Icon name="warning" size={14} />
      <p>
        {failure.sentence}
        {next === undefined ? '' : ` ${next}`}
      </p>
    </div>
  );
}

function Conflicts({ status, commands, onDone }: SyncPanelProps): ReactElement | null {
  const words = conflictWords(status);
  const review = commands.find(({ id }) => id === 'review:open');
  return words === undefined ? null : (
    <div className={styles.line}>
      <p>{words}</p>
      {review === undefined ? null : (
        <Button
          onClick={() => {
            onDone();
            review.run();
          }}
        >
          Review
        </Button>
      )}
    </div>
  );
}

function Progress({ status }: { readonly status: SyncStatus }): ReactElement | null {
  const { progress } = status;
  return progress === undefined ? null : (
    <div className={styles.progress}>
      <p role="status">
        {`${progress.label}, ${progress.done.toLocaleString('en')} of ${progress.total.toLocaleString('en')}`}
      </p>
      <progress value={progress.done} max={Math.max(1, progress.total)} aria-label={progress.label} />
    </div>
  );
}

function Facts({ status }: { readonly status: SyncStatus }): ReactElement {
  const clock = useZoneClock();
  const { revision, serviceRevision } = status;
  return (
    <dl className={styles.facts}>
      <dt>Last synced</dt>
      <dd>{lastSyncedWords(status, clock)}</dd>
      <dt>Revision here</dt>
      <dd>{revision}</dd>
      <dt>At the service</dt>
      <dd>{serviceRevision ?? 'Not reached yet'}</dd>
    </dl>
  );
}

function Buttons({ status, onDone }: Omit<SyncPanelProps, 'commands'>): ReactElement {
  const app = useApp();
  const address = status.tenant?.address ?? '';
  const show = (tenants: ReturnType<typeof app.session.getState>['tenants']): void => {
    onDone();
    app.session.setState({ tenants });
  };
  return (
    <div className={styles.buttons}>
      {needsSignIn(status) ? (
        <Button look="main" onClick={() => show({ kind: 'sign-in', address, next: undefined })}>
          Sign in again
        </Button>
      ) : null}
      {mayPublishAgain(status) ? (
        <Button look="main" onClick={() => show({ kind: 'publish-again' })}>
          Publish it again
        </Button>
      ) : null}
      <Button onClick={() => void syncNow(app)} title="Ctrl+Shift+Y">
        {status.failure === undefined ? 'Sync now' : 'Try again now'}
      </Button>
      <span className={styles.space} />
      <Button look="quiet" onClick={() => show({ kind: 'list' })}>
        Tenants
      </Button>
    </div>
  );
}

/** Where the open plant stands with its tenant, and what can be done about it. */
export function SyncPanel(props: SyncPanelProps): ReactElement {
  const { status, onDone } = props;
  const clock = useZoneClock();
  const { tenant } = status;
  return (
    <>
      <h3>{tenant?.name ?? 'Tenant'}</h3>
      {tenant === undefined ? null : (
        <p className={styles.quiet}>{`${addressText(tenant.address)}, ${tenant.subject}, ${tenant.role}`}</p>
      )}
      <p data-testid="sync-pending">{pendingWords(status, clock)}</p>
      <Conflicts {...props} />
      <Trouble status={status} />
      <Progress status={status} />
      <Facts status={status} />
      <Buttons status={status} onDone={onDone} />
    </>
  );
}
