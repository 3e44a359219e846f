import type { HistoryExtent } from '../../../shared/contract/calls';
import type { HistoryExportRequest } from '../../../shared/contract/exportCalls';
import type { TimeRange } from '../../../shared/history/timeRange';
import type { SensorId } from '../../../shared/model/ids';
import type { PlantModel } from '../../../shared/model/plantModel';
import { sensorsOfComponents, sensorsOnSheet } from '../../operate/sheetSensors';
import type { SessionState } from '../../state/sessionStore';

/** Which sensors are meant. */
export type SensorScope = 'selection' | 'sheet' | 'all';
/** Which time is meant: the part that the timeline shows, or all there is. */
export type RangeScope = 'window' | 'all';

/** What a person has chosen for an export. */
export interface ExportChoices {
  readonly sensors: SensorScope;
  readonly range: RangeScope;
  readonly format: 'csv' | 'parquet';
  readonly layout: 'long' | 'wide';
  readonly values: 'corrected' | 'raw';
  readonly folder: string | undefined;
}

/** What an export begins with: what the timeline shows, as a model is trained on it. */
export const firstChoices: ExportChoices = {
  sensors: 'all',
  range: 'window',
  format: 'parquet',
  layout: 'long',
  values: 'corrected',
  folder: undefined,
};

/** Sensors by their scope, each in the order of names. */
export type ScopedSensors = Readonly<Record<SensorScope, readonly SensorId[]>>;

/** What each scope of sensors means now. */
export function scopedSensors(
  model: PlantModel,
  { sheetId, selection }: Pick<SessionState, 'sheetId' | 'selection'>,
): ScopedSensors {
  const nameOf = (id: SensorId): string => model.sensors.get(id)?.name ?? '';
  const byName = (ids: readonly SensorId[]): readonly SensorId[] =>
    ids.toSorted((one, other) => (nameOf(one) < nameOf(other) ? -1 : nameOf(one) > nameOf(other) ? 1 : 0));
  return {
    selection: byName(sensorsOfComponents(model, selection.components)),
    sheet: sheetId === undefined ? [] : byName(sensorsOnSheet(model, sheetId)),
    all: byName([...model.sensors.keys()]),
  };
}

/** What each scope of time means now; undefined where there is no history. */
export function scopedRanges(
  shown: TimeRange | undefined,
  extent: HistoryExtent | undefined,
): Readonly<Record<RangeScope, TimeRange | undefined>> {
  const { firstMs, lastMs } = extent ?? {};
  return {
    window: shown === undefined ? undefined : { startMs: Math.floor(shown.startMs), endMs: Math.ceil(shown.endMs) },
    // The last sample is part of it.
    all:
      firstMs === undefined || lastMs === undefined ? undefined : { startMs: firstMs, endMs: Math.floor(lastMs) + 1 },
  };
}

/** The request that choices amount to, or why it cannot be made. */
export function exportRequestOf(
  choices: ExportChoices,
  sensorIds: readonly SensorId[],
  range: TimeRange | undefined,
): HistoryExportRequest | { readonly why: string } {
  if (sensorIds.length === 0) {
    return { why: 'There is no sensor to export' };
  }
  if (range === undefined || range.endMs <= range.startMs) {
    return { why: 'There is no history in this time' };
  }
  if (choices.folder === undefined) {
    return { why: 'Choose a folder first' };
  }
  return {
    sensorIds: [...sensorIds],
    ...range,
    format: choices.format,
    wide: choices.format === 'csv' && choices.layout === 'wide',
    corrected: choices.values === 'corrected',
    folder: choices.folder,
  };
}
