import { type ReactElement, useState } from 'react';
import type { CsvImportReport, CsvOptions } from '../../../shared/history/csvImport';
import { explainError } from '../../../shared/lib/appError';
import { Button } from '../../components/Button';
import { Dialog } from '../../components/Dialog';
import { Icon } from '../../components/Icon';
import { useApp } from '../../state/appContext';
import { runJob } from '../../state/jobStore';
import { CsvOptionFields } from './CsvOptionFields';
import { CsvPreviewTable } from './CsvPreviewTable';
import styles from './ImportHistoryDialog.module.css';
import { ImportReport } from './ImportReport';
import { useCsvPreview } from './useCsvPreview';

function fileName(path: string): string {
  return path.split(/[\\/]/).at(-1) ?? path;
}

interface DialogProps {
  readonly path: string;
  readonly onClose: () => void;
}

/** Shows how a CSV file was understood, lets the person correct it, imports it, and says what came of it. */
export function ImportHistoryDialog({ path, onClose }: DialogProps): ReactElement | null {
  const app = useApp();
  const [corrected, setCorrected] = useState<CsvOptions>();
  const [report, setReport] = useState<CsvImportReport>();
  const [isRunning, setIsRunning] = useState(false);
  const { preview, failure } = useCsvPreview(path, corrected);

  async function start(options: CsvOptions): Promise<void> {
    setIsRunning(true);
    const request = { path, options };
    const answer = await runJob(app.jobs, app.client, {
      title: 'Importing history',
      name: 'history:import-csv',
      request,
    });
    setIsRunning(false);
    if (answer.ok) {
      setReport(answer.value);
    }
  }

  if (isRunning) {
    return null;
  }
  if (report !== undefined) {
    return <ImportReport report={report} onClose={onClose} />;
  }
  const cannotStart =
    preview === undefined || preview.firstTimeMs === undefined ? 'The times cannot be read yet' : undefined;
  return (
    <Dialog
      title={`Import history from ${fileName(path)}`}
      onClose={onClose}
      buttons={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button look="main" unavailable={cannotStart} onClick={() => preview && void start(preview.options)}>
            Import history
          </Button>
        </>
      }
    >
      <div className={styles.body}>
        {failure === undefined ? null : (
          <p className={styles.failure} role="alert">
            <Icon name="warning" />
            {explainError(failure)}
          </p>
        )}
        {preview === undefined ? null : (
          <>
            <ul className={styles.reasons}>
              {preview.reasons.map((reason) => (
                <li key={reason}>{reason}</li>
              ))}
            </ul>
            <CsvOptionFields preview={preview} onCorrect={setCorrected} />
            <CsvPreviewTable preview={preview} onCorrect={setCorrected} />
            <p className={styles.more}>
              {preview.firstTimeMs === undefined
                ? 'The first time cannot be read. Correct the time column or its format.'
                : `The first row would be stored at ${new Date(preview.firstTimeMs).toISOString()}.`}
            </p>
          </>
        )}
      </div>
    </Dialog>
  );
}
