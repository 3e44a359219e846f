import type { CommandDesk } from '../commands/commandParts';
import { defaultLineClass } from './lineClasses';
import { bendsOf, pipeRouteOf } from './pipeRoute';

/** Ends the pipe that is being drawn where it would end now. False while it would end on nothing. */
export function finishPipe(desk: CommandDesk): boolean {
  const { pipe, tool, lineClassId, pipeSize } = desk.store.getState();
  const shown = desk.onShow();
  if (pipe?.target === undefined || shown === undefined) {
    return false;
  }
  const family = tool === 'signal' ? 'signal' : 'pipe';
  const lineClass = defaultLineClass(shown.model, family, { sheetId: shown.sheetId, chosenId: lineClassId });
  if (lineClass === undefined) {
    desk.store.setState({ announcement: 'This plant has no line class yet', pipe: undefined });
    return false;
  }
  const { points, isFound } = pipeRouteOf(shown.geometry, pipe);
  desk.store.setState({ pipe: undefined });
  desk.edits.connect({
    from: pipe.from,
    to: pipe.target,
    lineClassId: lineClass.id,
    size: family === 'signal' ? '' : pipeSize,
    route: isFound ? [] : bendsOf(points),
  });
  return true;
}
