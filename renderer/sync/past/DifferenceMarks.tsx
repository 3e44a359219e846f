import { type ReactElement, useMemo } from 'react';
import type { SheetId } from '../../../shared/model/ids';
import type { Point } from '../../../shared/model/plantModel';
import { SheetGeometry } from '../../../shared/schematic/sheetGeometry';
import type { Comparison, ListedDifference } from '../../../shared/sync/past/comparison';
import { symbolCatalogue } from '../../../shared/symbols/symbolCatalogue';
import type { Extent } from '../../../shared/symbols/symbolClass';
import type { SceneView } from '../../schematic/scene';
import { DifferencePin } from './DifferencePin';
import styles from './Past.module.css';

const marginPx = 6;

/** One mark on the drawing: a box round a component or along a line, and where its letter stands. */
interface Mark {
  readonly key: string;
  readonly difference: ListedDifference;
  readonly box: Extent | undefined;
  readonly line: readonly Point[] | undefined;
  /** On the sheet. */
  readonly pin: Point;
}

/** What on the drawing a difference is marked at; undefined: it is nowhere on it. */
export function placeKeyOf({ place }: ListedDifference): string | undefined {
  return place?.componentId ?? place?.connectionId;
}

/** Of several differences in one place, the one that says most. */
const weight = { added: 3, removed: 3, changed: 1 } as const;

function weightOf({ change, isLayoutOnly, kind }: ListedDifference): number {
  return weight[change] + (isLayoutOnly ? 0 : 1) + (kind === 'component' || kind === 'connection' ? 1 : 0);
}

/** A component whose binding was added or removed was itself changed. */
function shownChange(difference: ListedDifference): ListedDifference {
  const isItself = difference.kind === 'component' || difference.kind === 'connection';
  return isItself ? difference : { ...difference, change: 'changed' };
}

function strongest(differences: readonly ListedDifference[], sheetId: SheetId): readonly ListedDifference[] {
  const byPlace = new Map<string, ListedDifference>();
  for (const difference of differences) {
    const { place } = difference;
    const key = placeKeyOf(difference);
    if (place?.sheetId === sheetId && key !== undefined) {
      const before = byPlace.get(key);
      if (before === undefined || weightOf(difference) > weightOf(before)) {
        byPlace.set(key, shownChange(difference));
      }
    }
  }
  return [...byPlace.values()];
}

function middleOf(points: readonly Point[]): Point | undefined {
  return points[Math.floor((points.length - 1) / 2)];
}

function marksOf(comparison: Comparison, sheetId: SheetId): readonly Mark[] {
  const geometry = new SheetGeometry(symbolCatalogue);
  geometry.update(comparison.drawing, sheetId);
  return strongest(comparison.differences, sheetId).flatMap((difference): readonly Mark[] => {
    const { place } = difference;
    const key = placeKeyOf(difference) ?? '';
    const body = place?.componentId === undefined ? undefined : geometry.components.get(place.componentId)?.body;
    if (body !== undefined) {
      return [{ key, difference, box: body, line: undefined, pin: { x: body.x, y: body.y } }];
    }
    const line = place?.connectionId === undefined ? undefined : geometry.lines.get(place.connectionId)?.points;
    const pin = line && middleOf(line);
    return line === undefined || pin === undefined ? [] : [{ key, difference, box: undefined, line, pin }];
  });
}

function boxOnScreen({ x, y, width, height }: Extent, view: SceneView): Extent {
  return {
    x: x * view.zoom + view.x - marginPx,
    y: y * view.zoom + view.y - marginPx,
    width: width * view.zoom + 2 * marginPx,
    height: height * view.zoom + 2 * marginPx,
  };
}

function pathOnScreen(points: readonly Point[], view: SceneView): string {
  return points
    .map(({ x, y }, index) => `${index === 0 ? 'M' : 'L'}${x * view.zoom + view.x} ${y * view.zoom + view.y}`)
    .join('');
}

/** What the marks are laid over. */
export interface DifferenceMarksProps {
  readonly comparison: Comparison;
  readonly sheetId: SheetId;
  readonly view: SceneView;
  /** `placeKeyOf` the difference one is at. */
  readonly atKey: string | undefined;
}

/** Marks on the drawing what was added, removed and changed: by outline and letter, not by colour alone. */
export function DifferenceMarks({ comparison, sheetId, view, atKey }: DifferenceMarksProps): ReactElement {
  const marks = useMemo(() => marksOf(comparison, sheetId), [comparison, sheetId]);
  return (
    <div className={styles.marks} aria-hidden="true">
      <svg className={styles.outlines}>
        {marks.map(({ key, difference, box, line }) =>
          box === undefined ? (
            <path
              key={key}
              className={styles.outline}
              data-change={difference.change}
              data-at={key === atKey}
              d={pathOnScreen(line ?? [], view)}
            />
          ) : (
            <rect
              key={key}
              className={styles.outline}
              data-change={difference.change}
              data-at={key === atKey}
              rx={4}
              {...boxOnScreen(box, view)}
            />
          ),
        )}
      </svg>
      {marks.map(({ key, difference, pin }) => (
        <span
          key={key}
          className={styles.pinned}
          data-testid="difference-mark"
          data-change={difference.change}
          style={{ left: pin.x * view.zoom + view.x - marginPx, top: pin.y * view.zoom + view.y - marginPx }}
        >
          <DifferencePin change={difference.change} />
        </span>
      ))}
    </div>
  );
}
