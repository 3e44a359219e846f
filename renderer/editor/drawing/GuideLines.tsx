import type { ReactElement } from 'react';
import { useEditorState } from '../editorContext';
import type { Guide } from './alignmentGuides';
import styles from './DrawingArea.module.css';
import type { OverlayView } from './Overlay';

function GuideLine({ guide, view }: { readonly guide: Guide; readonly view: OverlayView }): ReactElement {
  const isVertical = guide.direction === 'vertical';
  const point = (along: number) => view.place(isVertical ? { x: guide.at, y: along } : { x: along, y: guide.at });
  const [start, end, middle] = [point(guide.from), point(guide.to), point((guide.from + guide.to) / 2)];
  const words = String(Math.round(guide.distance));
  const width = words.length * 7 + 12;
  return (
    <g>
      <path className={styles.guide} d={`M${start.x} ${start.y}L${end.x} ${end.y}`} />
      <rect className={styles.guideChip} x={middle.x - width / 2} y={middle.y - 9} width={width} height={18} rx={3} />
      <text className={styles.guideText} x={middle.x} y={middle.y + 4}>
        {words}
      </text>
    </g>
  );
}

/** What the drag is in line with, and how far away that is. */
export function GuideLines({ view }: { readonly view: OverlayView }): ReactElement {
  const guides = useEditorState((state) => state.drag?.guides);
  return (
    <>
      {(guides ?? []).map((guide) => (
        <GuideLine key={guide.direction} guide={guide} view={view} />
      ))}
    </>
  );
}
