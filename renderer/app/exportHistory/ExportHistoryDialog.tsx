import { type ReactElement, type ReactNode, useState } from 'react';
import { useStore } from 'zustand';
import type { HistoryExportRequest } from '../../../shared/contract/exportCalls';
import type { TimeRange } from '../../../shared/history/timeRange';
import { formatMoment } from '../../../shared/playback/formatTime';
import type { ZoneClock } from '../../../shared/playback/zoneClock';
import { shell } from '../../bridge/shell';
import { Button } from '../../components/Button';
import { Dialog } from '../../components/Dialog';
import { Segmented } from '../../components/Segmented';
import { Select } from '../../components/Select';
import { useModel, useSession } from '../../state/appContext';
import { type PlaybackSession, useZoneClock } from '../../state/playbackSession';
import {
  type ExportChoices,
  exportRequestOf,
  firstChoices,
  type ScopedSensors,
  scopedRanges,
  scopedSensors,
} from './exportChoices';
import styles from './ExportHistoryDialog.module.css';

const formats = [
  { value: 'parquet', label: 'Parquet' },
  { value: 'csv', label: 'CSV' },
] as const;
const layouts = [
  { value: 'long', label: 'A row a sample' },
  { value: 'wide', label: 'A column a sensor' },
] as const;
const values = [
  { value: 'corrected', label: 'As the sensors show them' },
  { value: 'raw', label: 'As they are stored' },
] as const;
const ranges = [
  { value: 'window', label: 'What the timeline shows' },
  { value: 'all', label: 'All there is' },
] as const;

function Field({ label, children }: { readonly label: string; readonly children: ReactNode }): ReactElement {
  return (
    <div className={styles.field}>
      <span>{label}</span>
      {children}
    </div>
  );
}

function sensorChoices(sensors: ScopedSensors) {
  const count = (ids: readonly string[]): string => ids.length.toLocaleString('en');
  return [
    { value: 'all', label: `All of the plant (${count(sensors.all)})` },
    { value: 'sheet', label: `Those of this sheet (${count(sensors.sheet)})` },
    { value: 'selection', label: `Those of the selection (${count(sensors.selection)})` },
  ] as const;
}

function rangeWords(range: TimeRange | undefined, clock: ZoneClock): string {
  return range === undefined
    ? 'There is no history yet.'
    : `From ${formatMoment(range.startMs, clock)} to ${formatMoment(range.endMs, clock)}.`;
}

function layoutWords({ format, layout }: ExportChoices): string {
  return format === 'csv' && layout === 'wide'
    ? 'Values of bad quality are left out. For sensors that are read at the same times.'
    : 'Time, sensor, value, quality and unit.';
}

async function chooseFolder(onChosen: (folder: string) => void): Promise<void> {
  const chosen = await shell.call('dialog:open-file', { purpose: 'export-folder' });
  if (chosen.ok && chosen.value.path !== undefined) {
    onChosen(chosen.value.path);
  }
}

interface DialogProps {
  readonly playback: PlaybackSession;
  /** Why an export cannot begin now; undefined when it can. */
  readonly unavailable: string | undefined;
  readonly onExport: (request: HistoryExportRequest) => void;
  readonly onClose: () => void;
}

/** Asks what of the history is to be exported, how, and where to. */
export function ExportHistoryDialog({ playback, unavailable, onExport, onClose }: DialogProps): ReactElement | null {
  const model = useModel((state) => state.model);
  const sheetId = useSession((state) => state.sheetId);
  const selection = useSession((state) => state.selection);
  const shown = useStore(playback.store, (state) => state.playback?.window);
  const extent = useStore(playback.store, (state) => state.extent);
  const clock = useZoneClock();
  const [choices, setChoices] = useState(firstChoices);
  const choose = (chosen: Partial<ExportChoices>): void => setChoices((before) => ({ ...before, ...chosen }));
  if (model === undefined) {
    return null;
  }
  const sensors = scopedSensors(model, { sheetId, selection });
  const range = scopedRanges(shown, extent)[choices.range];
  const request = exportRequestOf(choices, sensors[choices.sensors], range);
  const why = unavailable ?? ('why' in request ? request.why : undefined);
  return (
    <Dialog
      title="Export history"
      onClose={onClose}
      buttons={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button look="main" unavailable={why} onClick={() => ('why' in request ? undefined : onExport(request))}>
            Export
          </Button>
        </>
      }
    >
      <div className={styles.body}>
        <Field label="Sensors">
          <Select
            label="Sensors"
            value={choices.sensors}
            choices={sensorChoices(sensors)}
            onChange={(chosen) => choose({ sensors: chosen })}
          />
        </Field>
        <Field label="Time">
          <Select
            label="Time"
            value={choices.range}
            choices={ranges}
            onChange={(chosen) => choose({ range: chosen })}
          />
          <p className={styles.hint}>{rangeWords(range, clock)}</p>
        </Field>
        <Field label="Format">
          <Segmented
            label="Format"
            value={choices.format}
            choices={formats}
            onChange={(chosen) => choose({ format: chosen })}
          />
          {choices.format === 'csv' ? (
            <Select
              label="Layout"
              value={choices.layout}
              choices={layouts}
              onChange={(chosen) => choose({ layout: chosen })}
            />
          ) : null}
          <p className={styles.hint}>{layoutWords(choices)}</p>
        </Field>
        <Field label="Values">
          <Select
            label="Values"
            value={choices.values}
            choices={values}
            onChange={(chosen) => choose({ values: chosen })}
          />
        </Field>
        <Field label="Folder">
          <div className={styles.folder}>
            <Button onClick={() => void chooseFolder((folder) => choose({ folder }))}>Choose folder</Button>
            <span title={choices.folder}>{choices.folder ?? 'None chosen'}</span>
          </div>
          <p className={styles.hint}>It gets a file for each day. The same export goes on there where it stopped.</p>
        </Field>
      </div>
    </Dialog>
  );
}
