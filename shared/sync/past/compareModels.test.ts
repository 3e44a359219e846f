import { expect, test } from 'vitest';
import { afterCommand, startedWorks } from '../../../testing/modelGestures';
import { deleteItems } from '../../model/commands/deleteItems';
import { setFields } from '../../model/commands/setFields';
import { compareModels, isLayoutOnly } from './compareModels';

// Rule numbers refer to docs/spec/plant-history.md.

const before = startedWorks();
const [first, second] = before.components.values();

test('[R43] nothing differs from itself', () => {
  expect(compareModels(before, before)).toEqual([]);
});

test('[R43] fields before and after are told, the layout apart and last', () => {
  const ids = first === undefined ? [] : [first.id];
  const after = afterCommand(before, 'a', (context) =>
    setFields(context, { kind: 'component', ids, fields: { x: 1_000, tag: 'TK-7' } }),
  );
  const [difference] = compareModels(before, after);
  expect(difference).toMatchObject({
    change: 'changed',
    fields: [
      { path: 'tag', before: first?.tag, after: 'TK-7', layout: false },
      { path: 'x', after: 1_000, layout: true },
    ],
  });
  expect(difference && isLayoutOnly(difference)).toBe(false);
});

test('[R43] what is gone in one direction is new in the other', () => {
  const ids = second === undefined ? [] : [second.id];
  const after = afterCommand(before, 'a', (context) => deleteItems(context, { componentIds: ids }));
  const changeOf = (differences: ReturnType<typeof compareModels>): string | undefined =>
    differences.find(({ kind, id }) => kind === 'component' && id === second?.id)?.change;
  expect(changeOf(compareModels(before, after))).toBe('removed');
  expect(changeOf(compareModels(after, before))).toBe('added');
});
