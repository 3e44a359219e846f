import type { ReactElement } from 'react';
import type { Point } from '../../../shared/model/plantModel';
import { nearestSpot, splitAt } from '../../../shared/schematic/polyline';
import { symbolCatalogue } from '../../../shared/symbols/symbolCatalogue';
import type { SymbolClass } from '../../../shared/symbols/symbolClass';
import { portPosition } from '../../../shared/symbols/symbolPlacement';
import { SymbolShapes } from '../../components/SymbolDrawing';
import { useEditor, useEditorState } from '../editorContext';
import type { Placing } from '../editorStore';
import styles from './DrawingArea.module.css';
import { type OverlayView, pathOf } from './Overlay';

/** Cuts the last bit of a line off, so that it ends at a port. */
function endingAt(points: readonly Point[], port: Point | undefined): readonly Point[] {
  return port === undefined ? points : [...points.slice(0, -1), port];
}

/** Both stubs of the pipe that would open around the symbol, and the ports they would join. */
function Stubs(props: {
  readonly symbol: SymbolClass;
  readonly placing: Placing & { readonly at: Point };
  readonly view: OverlayView;
}): ReactElement | null {
  const { symbol, placing, view } = props;
  const geometry = useEditor().onShow()?.geometry;
  const line = placing.intoPipe === undefined ? undefined : geometry?.lines.get(placing.intoPipe);
  const spot = line === undefined ? undefined : nearestSpot(line.points, placing.at);
  if (line === undefined || spot === undefined) {
    return null;
  }
  const placement = { ...placing.at, rotation: placing.rotation, mirrored: false };
  const portNamed = (name: string): Point | undefined => {
    const port = symbol.ports.find((candidate) => candidate.name === name);
    return port && portPosition(port, placement);
  };
  const [into, outOf] = [portNamed('in'), portNamed('out')];
  const { before, after } = splitAt(line.points, spot);
  const first = endingAt(before, into);
  const second = [...endingAt([...after].reverse(), outOf)].reverse();
  return (
    <g data-testid="pipe-stubs">
      <path className={styles.halo} d={pathOf(line.points, view)} />
      <path className={styles.route} d={pathOf(first, view)} />
      <path className={styles.route} d={pathOf(second, view)} />
      {[into, outOf].map((port, index) => {
        const at = port === undefined ? undefined : view.place(port);
        return at === undefined ? null : <circle key={index} className={styles.dot} cx={at.x} cy={at.y} r={5} />;
      })}
    </g>
  );
}

/** The symbol on the pointer, where it would stand. */
export function PlacingGhost({ view }: { readonly view: OverlayView }): ReactElement | null {
  const placing = useEditorState((state) => state.placing);
  const symbol = placing === undefined ? undefined : symbolCatalogue.get(placing.symbolId);
  if (placing?.at === undefined || symbol === undefined) {
    return null;
  }
  const at = view.place(placing.at);
  return (
    <>
      <Stubs symbol={symbol} placing={{ ...placing, at: placing.at }} view={view} />
      <g
        className={styles.ghost}
        transform={`translate(${at.x} ${at.y}) scale(${view.zoom}) rotate(${placing.rotation})`}
        fill="none"
        stroke="currentColor"
        strokeWidth={2}
        strokeLinejoin="round"
        strokeLinecap="round"
        data-testid="placing-ghost"
      >
        <SymbolShapes symbol={symbol} />
      </g>
    </>
  );
}
