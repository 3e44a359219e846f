import { select } from '../../state/sessionStore';
import type { CommandDesk } from '../commands/commandParts';
import { finishPipe } from '../pipes/finishPipe';
import { beginPipe, stepPipe } from '../pipes/pipeGesture';
import { dropPlacing, gridOf, movePlacing } from './placing';
import { type DrawingSurface, sheetPoint } from './surface';
import { pipeTargetAt, portShowPx, portsNear, snapped } from './targets';

/** In the select tool a press this near to a free port begins a pipe instead of a drag. */
const portPressPx = 7;
/** A press that moves less than this is a click: the pipe goes on until the next press. */
const clickReachPx = 4;

interface Gestures {
  readonly desk: CommandDesk;
  readonly surface: DrawingSurface;
}

function drawsLines(desk: CommandDesk): boolean {
  const { tool } = desk.store.getState();
  return tool === 'pipe' || tool === 'signal';
}

function showNearPorts({ desk, surface }: Gestures, event: PointerEvent): void {
  const { store } = desk;
  const { tool, drag, nearPorts } = store.getState();
  const geometry = desk.onShow()?.geometry;
  const isWanted = (tool === 'select' || drawsLines(desk)) && drag === undefined && event.buttons === 0;
  const zoom = surface.view().zoom;
  const found =
    geometry === undefined || !isWanted
      ? []
      : portsNear(geometry, sheetPoint(surface, event.clientX, event.clientY), portShowPx / zoom).filter(
          ({ used }) => drawsLines(desk) || !used,
        );
  if (found.length > 0 || nearPorts.length > 0) {
    store.setState({ nearPorts: found });
  }
}

function movePipe({ desk, surface }: Gestures, event: PointerEvent): void {
  const { pipe } = desk.store.getState();
  const geometry = desk.onShow()?.geometry;
  if (pipe !== undefined && geometry !== undefined) {
    const point = sheetPoint(surface, event.clientX, event.clientY);
    const view = { zoom: surface.view().zoom, gridPx: gridOf(desk) };
    const target = pipeTargetAt(geometry, point, view);
    desk.store.setState({ pipe: stepPipe(pipe, { kind: 'moved', to: snapped(point, view.gridPx), target }) });
  }
}

function onPointerMove(gestures: Gestures, event: PointerEvent): void {
  const { desk, surface } = gestures;
  const { pipe, placing } = desk.store.getState();
  desk.store.setState({ pointer: snapped(sheetPoint(surface, event.clientX, event.clientY), 0) });
  if (placing !== undefined) {
    movePlacing(desk, surface, event);
  } else if (pipe !== undefined) {
    movePipe(gestures, event);
    showNearPorts(gestures, event);
  } else {
    showNearPorts(gestures, event);
  }
}

/** Begins a pipe under the pointer. A drag ends it where it is let go; a click leaves it on the pointer. */
function startPipe({ desk, surface }: Gestures, event: PointerEvent): boolean {
  const geometry = desk.onShow()?.geometry;
  const { store } = desk;
  if (geometry === undefined) {
    return false;
  }
  const point = sheetPoint(surface, event.clientX, event.clientY);
  const zoom = surface.view().zoom;
  const isLineTool = drawsLines(desk);
  const port = portsNear(geometry, point, portPressPx / zoom).find(({ used }) => !used);
  const target = isLineTool
    ? pipeTargetAt(geometry, point, { zoom, gridPx: gridOf(desk) })
    : port === undefined
      ? undefined
      : ({ kind: 'port', end: port.end, at: { x: port.port.x, y: port.port.y } } as const);
  if (target === undefined) {
    return false;
  }
  store.setState({ pipe: beginPipe(target) });
  const onUp = (up: PointerEvent): void => {
    window.removeEventListener('pointerup', onUp);
    const isDrag = Math.hypot(up.clientX - event.clientX, up.clientY - event.clientY) > clickReachPx;
    if (isDrag && !finishPipe(desk)) {
      store.setState({ pipe: undefined });
    } else if (!isDrag && !isLineTool) {
      store.setState({ pipe: undefined });
      select(desk.app.session, target.kind === 'port' ? [target.end.componentId] : []);
    }
  };
  window.addEventListener('pointerup', onUp);
  return true;
}

function placeText({ desk, surface }: Gestures, event: PointerEvent): void {
  const at = snapped(sheetPoint(surface, event.clientX, event.clientY), gridOf(desk));
  const properties = { text: 'Text' };
  const id = desk.edits.place({ symbolId: 'text', at, rotation: 0, intoPipe: undefined, properties });
  if (id !== undefined) {
    select(desk.app.session, [id]);
    desk.store.setState({ tool: 'select', renamingId: id });
  }
}

/** True when the press is a gesture of ours and React Flow shall not see it. */
function claimsPress(gestures: Gestures, event: PointerEvent): boolean {
  const { desk, surface } = gestures;
  const { placing, pipe, tool } = desk.store.getState();
  if (event.button !== 0) {
    return false;
  }
  if (placing !== undefined) {
    dropPlacing(desk, surface, event);
    return true;
  }
  if (pipe !== undefined) {
    movePipe(gestures, event);
    finishPipe(desk);
    return true;
  }
  if (tool === 'text') {
    placeText(gestures, event);
    return true;
  }
  if (tool === 'select' || drawsLines(desk)) {
    return startPipe(gestures, event) || drawsLines(desk);
  }
  return false;
}

/** Listens to the pointer before React Flow does. Returns the function that stops it. */
export function attachPointerGestures(desk: CommandDesk, surface: DrawingSurface, layer: HTMLElement): () => void {
  const gestures: Gestures = { desk, surface };
  let isClaimed = false;
  const onDown = (event: PointerEvent): void => {
    surface.element.focus({ preventScroll: true });
    surface.press.at = sheetPoint(surface, event.clientX, event.clientY);
    isClaimed = claimsPress(gestures, event);
    if (isClaimed) {
      event.stopPropagation();
    }
  };
  // Dragging in React Flow begins with the mouse event that follows the pointer event.
  const onMouse = (event: MouseEvent): void => {
    if (isClaimed) {
      event.stopPropagation();
    }
  };
  const onMove = (event: PointerEvent): void => onPointerMove(gestures, event);
  const onLeave = (): void => desk.store.setState({ pointer: undefined, nearPorts: [] });
  layer.addEventListener('pointerdown', onDown, true);
  layer.addEventListener('mousedown', onMouse, true);
  layer.addEventListener('click', onMouse, true);
  layer.addEventListener('pointermove', onMove);
  layer.addEventListener('pointerleave', onLeave);
  return () => {
    layer.removeEventListener('pointerdown', onDown, true);
    layer.removeEventListener('mousedown', onMouse, true);
    layer.removeEventListener('click', onMouse, true);
    layer.removeEventListener('pointermove', onMove);
    layer.removeEventListener('pointerleave', onLeave);
  };
}
