import type { ReactElement } from 'react';
import type { CsvOptions, CsvPreview } from '../../../shared/history/csvImport';
import styles from './ImportHistoryDialog.module.css';

const shownColumns = 30;
const roleWords = {
  time: 'Time',
  value: 'Sensor',
  name: 'Sensor name',
  quality: 'Quality',
  text: 'Text',
  skipped: 'Left out',
} as const;

interface TableProps {
  readonly preview: CsvPreview;
  readonly onCorrect: (options: CsvOptions) => void;
}

/** The first rows as they stand. A click on a sensor's column leaves it out, or takes it in again. */
export function CsvPreviewTable({ preview, onCorrect }: TableProps): ReactElement {
  const { options } = preview;
  const columns = preview.columns.slice(0, shownColumns);
  const toggle = (index: number): void => {
    const isLeftOut = options.skippedColumns.includes(index);
    const skippedColumns = isLeftOut
      ? options.skippedColumns.filter((skipped) => skipped !== index)
      : [...options.skippedColumns, index];
    onCorrect({ ...options, skippedColumns });
  };
  return (
    <div className={styles.table}>
      <table>
        <thead>
          <tr>
            {columns.map((column, index) => (
              <th key={column.name} data-role={column.role}>
                <button
                  type="button"
                  title={options.layout === 'wide' && column.role !== 'time' ? 'Leave out, or take in' : undefined}
                  onClick={() => (options.layout === 'wide' && column.role !== 'time' ? toggle(index) : undefined)}
                >
                  <b>{column.name}</b>
                  <span>
                    {roleWords[column.role]}
                    {column.unit === '' ? '' : `, ${column.unit}`}
                  </span>
                </button>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {preview.rows.map((row, number) => (
            // The rows have no identity of their own and never move.
            <tr key={number}>
              {columns.map((column, index) => (
                <td key={column.name} data-role={column.role}>
                  {row[index] ?? ''}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {preview.columns.length > shownColumns ? (
        <p className={styles.more}>{`and ${preview.columns.length - shownColumns} more columns`}</p>
      ) : null}
    </div>
  );
}
