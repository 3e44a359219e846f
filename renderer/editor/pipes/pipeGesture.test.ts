import { expect, test } from 'vitest';
import { testId } from '../modelBuilders';
import { beginPipe, type PipeTarget, stepPipe } from './pipeGesture';

const port = (componentId: string, name: string, x = 0): PipeTarget => ({
  kind: 'port',
  end: { componentId: testId(componentId), port: name },
  at: { x, y: 0 },
});

test('[E20] a pipe snaps onto what it would end on', () => {
  const gesture = stepPipe(beginPipe(port('p1', 'out')), {
    kind: 'moved',
    to: { x: 97, y: 3 },
    target: port('v1', 'in', 100),
  });
  expect(gesture.to).toEqual({ x: 100, y: 0 });
  expect(gesture.target).toEqual(port('v1', 'in', 100));
});

test('[E20] a pipe cannot end where it began', () => {
  const gesture = stepPipe(beginPipe(port('p1', 'out')), {
    kind: 'moved',
    to: { x: 2, y: 0 },
    target: port('p1', 'out'),
  });
  expect(gesture.target).toBeUndefined();
});

test('[E21] Tab takes another route and Space turns the first leg', () => {
  const begun = beginPipe(port('p1', 'out'));
  expect(stepPipe(begun, { kind: 'other-route' }).routeIndex).toBe(1);
  expect(stepPipe(begun, { kind: 'other-first-leg' }).firstLeg).toBe('vertical');
});
