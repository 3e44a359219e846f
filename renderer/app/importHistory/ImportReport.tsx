import type { ReactElement } from 'react';
import type { CsvImportReport } from '../../../shared/history/csvImport';
import { counted } from '../../../shared/lib/counted';
import { Button } from '../../components/Button';
import { Dialog } from '../../components/Dialog';
import styles from './ImportHistoryDialog.module.css';

/** What an import stored, and what it could not read. */
export function ImportReport(props: { readonly report: CsvImportReport; readonly onClose: () => void }): ReactElement {
  const { report, onClose } = props;
  const { rejections } = report;
  return (
    <Dialog
      title="History imported"
      onClose={onClose}
      buttons={
        <Button look="main" onClick={onClose}>
          Close
        </Button>
      }
    >
      <p className={styles.summary} data-testid="import-summary">
        {counted(report.rowsRead, 'row', 'rows')} read, {counted(report.samplesStored, 'sample', 'samples')} of{' '}
        {counted(report.series.length, 'sensor', 'sensors')} stored, {counted(report.rowsRejected, 'row', 'rows')} and{' '}
        {counted(report.cellsRejected, 'cell', 'cells')} rejected.
      </p>
      {rejections.length === 0 ? null : (
        <div className={styles.rejections}>
          <table>
            <thead>
              <tr>
                <th>Line</th>
                <th>Why</th>
                <th>Text</th>
              </tr>
            </thead>
            <tbody>
              {rejections.map((rejection, index) => (
                <tr key={index}>
                  <td>{rejection.line}</td>
                  <td>{rejection.reason}</td>
                  <td>{rejection.text}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Dialog>
  );
}
