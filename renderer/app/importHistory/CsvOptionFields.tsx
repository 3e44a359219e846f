import type { ReactElement } from 'react';
import type { CsvOptions, CsvPreview } from '../../../shared/history/csvImport';
import { Select } from '../../components/Select';
import { TextField } from '../../components/TextField';
import styles from './ImportHistoryDialog.module.css';

interface FieldsProps {
  readonly preview: CsvPreview;
  readonly onCorrect: (options: CsvOptions) => void;
}

const separators = [
  { value: ',', label: 'Comma' },
  { value: ';', label: 'Semicolon' },
  { value: '\t', label: 'Tab' },
  { value: ' ', label: 'Spaces' },
  { value: '|', label: 'Bar' },
] as const;

const layouts = [
  { value: 'wide', label: 'A column a sensor' },
  { value: 'long', label: 'A row a sample' },
  { value: 'transposed', label: 'A row a sensor' },
] as const;

function without<Key extends keyof CsvOptions>(options: CsvOptions, ...keys: readonly Key[]): CsvOptions {
  return Object.fromEntries(
    Object.entries(options).filter(([key]) => !keys.some((left) => left === key)),
  ) as CsvOptions;
}

function ColumnField(
  props: FieldsProps & {
    readonly label: string;
    readonly field: 'nameColumn' | 'valueColumn' | 'qualityColumn' | 'timeColumn';
  },
): ReactElement {
  const { preview, onCorrect, label, field } = props;
  const choices = [
    { value: 'none', label: field === 'timeColumn' ? 'None: rows are evenly apart' : 'None' },
    ...preview.columns.map((column, index) => ({ value: String(index), label: `${index + 1} ${column.name}` })),
  ];
  const change = (value: string): void =>
    onCorrect(value === 'none' ? without(preview.options, field) : { ...preview.options, [field]: Number(value) });
  return (
    <label className={styles.field}>
      <span>{label}</span>
      <Select label={label} value={String(preview.options[field] ?? 'none')} choices={choices} onChange={change} />
    </label>
  );
}

function TimeFields({ preview, onCorrect }: FieldsProps): ReactElement {
  const { options } = preview;
  const hasTimes = options.timeColumn !== undefined;
  return (
    <>
      {hasTimes ? (
        <label className={styles.field}>
          <span>Time format</span>
          <TextField
            label="Time format"
            value={options.timeFormat}
            problem={preview.firstTimeMs === undefined ? 'The first time cannot be read in this format' : undefined}
            onCommit={(timeFormat) => onCorrect({ ...options, timeFormat })}
          />
        </label>
      ) : (
        <>
          <label className={styles.field}>
            <span>First row at (UTC)</span>
            <TextField
              label="First row at"
              value={new Date(options.startMs ?? 0).toISOString()}
              onCommit={(text) => {
                const startMs = Date.parse(text);
                onCorrect(Number.isNaN(startMs) ? options : { ...options, startMs });
              }}
            />
          </label>
          <label className={styles.field}>
            <span>Seconds between rows</span>
            <TextField
              label="Seconds between rows"
              value={String((options.periodMs ?? 60_000) / 1000)}
              onCommit={(text) => onCorrect(Number(text) > 0 ? { ...options, periodMs: Number(text) * 1000 } : options)}
            />
          </label>
        </>
      )}
      <label className={styles.field}>
        <span>Time zone</span>
        <TextField
          label="Time zone"
          value={options.timeZone}
          onCommit={(timeZone) => onCorrect({ ...options, timeZone })}
        />
      </label>
    </>
  );
}

function Tick(props: {
  readonly label: string;
  readonly on: boolean;
  readonly onChange: (on: boolean) => void;
}): ReactElement {
  return (
    <label className={styles.tick}>
      <input type="checkbox" checked={props.on} onChange={(event) => props.onChange(event.target.checked)} />
      <span>{props.label}</span>
    </label>
  );
}

/** Everything that was guessed about a file, to be corrected. */
export function CsvOptionFields({ preview, onCorrect }: FieldsProps): ReactElement {
  const { options } = preview;
  return (
    <div className={styles.fields}>
      <label className={styles.field}>
        <span>Columns separated by</span>
        <Select
          label="Columns separated by"
          value={options.separator}
          choices={separators}
          onChange={(separator) => onCorrect({ ...options, separator })}
        />
      </label>
      <label className={styles.field}>
        <span>Layout</span>
        <Select
          label="Layout"
          value={options.layout}
          choices={layouts}
          onChange={(layout) => onCorrect({ ...options, layout })}
        />
      </label>
      <ColumnField preview={preview} onCorrect={onCorrect} label="Time in column" field="timeColumn" />
      <TimeFields preview={preview} onCorrect={onCorrect} />
      {options.layout === 'long' ? (
        <>
          <ColumnField preview={preview} onCorrect={onCorrect} label="Sensor name in" field="nameColumn" />
          <ColumnField preview={preview} onCorrect={onCorrect} label="Value in" field="valueColumn" />
          <ColumnField preview={preview} onCorrect={onCorrect} label="Quality in" field="qualityColumn" />
        </>
      ) : null}
      <Tick
        label="First row names the columns"
        on={options.hasHeader}
        onChange={(hasHeader) => onCorrect({ ...options, hasHeader })}
      />
      <Tick
        label="Decimal comma"
        on={options.decimalComma}
        onChange={(decimalComma) => onCorrect({ ...options, decimalComma })}
      />
    </div>
  );
}
