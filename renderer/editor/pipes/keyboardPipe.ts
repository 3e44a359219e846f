import type { ComponentId } from '../../../shared/model/ids';
import { placedPortsOf } from '../../../shared/schematic/placedPorts';
import type { CommandDesk } from '../commands/commandParts';
import { portsNear } from '../drawing/targets';
import { beginPipe, type PipeTarget, stepPipe } from './pipeGesture';

const portWords = (name: string): string => name.replaceAll('-', ' ');

function targetsOf(desk: CommandDesk, id: ComponentId): readonly PipeTarget[] {
  const geometry = desk.onShow()?.geometry;
  const placed = geometry?.components.get(id);
  if (geometry === undefined || placed === undefined) {
    return [];
  }
  const ports = placedPortsOf(placed.component, placed.symbol).map((port) => ({
    port,
    used: portsNear(geometry, port, 1).some(
      (near) => near.end.componentId === id && near.end.port === port.name && near.used,
    ),
  }));
  // Free ports first, outlets before inlets: where a person most likely wants to go on.
  const rank = ({ port, used }: (typeof ports)[number]): number =>
    Number(used) * 2 + (port.name.includes('out') ? 0 : 1);
  return ports
    .sort((a, b) => rank(a) - rank(b))
    .map(({ port }) => ({ kind: 'port', end: { componentId: id, port: port.name }, at: { x: port.x, y: port.y } }));
}

function say(desk: CommandDesk, target: PipeTarget, words: string): void {
  const component = target.kind === 'port' ? desk.onShow()?.model.components.get(target.end.componentId) : undefined;
  if (target.kind === 'port') {
    const name = component === undefined || component.tag === '' ? 'component' : component.tag;
    desk.store.setState({ announcement: `${words} ${name} ${portWords(target.end.port)}` });
  }
}

/** Begins a pipe at the selected component, at the port where one most likely goes on. */
export function beginPipeByKeyboard(desk: CommandDesk): void {
  const { focusId } = desk.store.getState();
  const [selected] = desk.app.session.getState().selection.components;
  const id = selected ?? focusId;
  const [first] = id === undefined ? [] : targetsOf(desk, id);
  if (first !== undefined) {
    desk.store.setState({ tool: 'pipe', pipe: beginPipe(first), focusId: id });
    say(desk, first, 'Pipe from');
  }
}

/** While a pipe is drawn by keys: the next port of the component where it begins. */
export function otherStart(desk: CommandDesk): void {
  const { pipe } = desk.store.getState();
  if (pipe?.from.kind !== 'port') {
    return;
  }
  const targets = targetsOf(desk, pipe.from.end.componentId);
  const { port } = pipe.from.end;
  const index = targets.findIndex((target) => target.kind === 'port' && target.end.port === port);
  const next = targets[(index + 1) % targets.length];
  if (next !== undefined) {
    desk.store.setState({ pipe: { ...beginPipe(next), to: pipe.to, target: pipe.target } });
    say(desk, next, 'Pipe from');
  }
}

/** While a pipe is drawn by keys: ends it at the component under the ring; again, at that component's next port. */
export function targetFocused(desk: CommandDesk): void {
  const { pipe, focusId } = desk.store.getState();
  if (pipe === undefined || focusId === undefined) {
    return;
  }
  const isOwn = pipe.from.kind === 'port' && pipe.from.end.componentId === focusId;
  const inletsFirst = [...targetsOf(desk, focusId)].sort((a, b) => Number(isInlet(b)) - Number(isInlet(a)));
  const current =
    pipe.target?.kind === 'port' && pipe.target.end.componentId === focusId ? pipe.target.end.port : undefined;
  const index = inletsFirst.findIndex((target) => target.kind === 'port' && target.end.port === current);
  const next = isOwn ? undefined : inletsFirst[(index + 1) % inletsFirst.length];
  if (next !== undefined) {
    desk.store.setState({ pipe: stepPipe(pipe, { kind: 'moved', to: next.at, target: next }) });
    say(desk, next, 'To');
  }
}

function isInlet(target: PipeTarget): boolean {
  return target.kind === 'port' && target.end.port.includes('in');
}
