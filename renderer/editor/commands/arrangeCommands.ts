import type { Alignment } from '../../../shared/model/commands/alignComponents';
import type { Direction } from '../../../shared/model/plantModel';
import type { AppCommand } from '../../state/appCommand';
import { stepFocus } from '../drawing/keyboardFocus';
import { type CommandDesk, modelCommand, needsComponents, selectedComponents } from './commandParts';

const alignments: readonly (Pick<AppCommand, 'id' | 'title' | 'keys' | 'icon'> & { readonly alignment: Alignment })[] =
  [
    { id: 'arrange:left', title: 'Align left edges', keys: ['Alt+A'], icon: 'align-left', alignment: 'left' },
    {
      id: 'arrange:axis',
      title: 'Align on the flow axis',
      keys: ['Alt+H'],
      icon: 'align-axis',
      alignment: 'flow-axis',
    },
    { id: 'arrange:right', title: 'Align right edges', keys: ['Alt+D'], alignment: 'right' },
    { id: 'arrange:top', title: 'Align top edges', keys: ['Alt+W'], alignment: 'top' },
    { id: 'arrange:bottom', title: 'Align bottom edges', keys: ['Alt+S'], alignment: 'bottom' },
    { id: 'arrange:centre-x', title: 'Align centres one above the other', keys: ['Alt+C'], alignment: 'centre-x' },
    { id: 'arrange:centre-y', title: 'Align centres side by side', keys: ['Alt+M'], alignment: 'centre-y' },
  ];

function alignCommands(desk: CommandDesk): readonly AppCommand[] {
  const { edits } = desk;
  return [
    ...alignments.map(({ alignment, ...parts }) =>
      modelCommand({
        ...parts,
        keywords: 'align line up arrange',
        unavailable: needsComponents(desk, 2),
        run: () => edits.align(selectedComponents(desk), alignment),
      }),
    ),
    modelCommand({
      id: 'arrange:distribute-across',
      title: 'Distribute across',
      keys: ['Alt+Shift+H'],
      icon: 'distribute',
      keywords: 'align space evenly horizontal',
      unavailable: needsComponents(desk, 3),
      run: () => edits.distribute(selectedComponents(desk), 'x'),
    }),
    modelCommand({
      id: 'arrange:distribute-down',
      title: 'Distribute down',
      keys: ['Alt+Shift+V'],
      keywords: 'align space evenly vertical',
      unavailable: needsComponents(desk, 3),
      run: () => edits.distribute(selectedComponents(desk), 'y'),
    }),
  ];
}

function turnCommands(desk: CommandDesk): readonly AppCommand[] {
  const { edits, store } = desk;
  const unavailable = needsComponents(desk, 1);
  const turnPlacing = (quarters: 1 | -1): boolean => {
    const { placing } = store.getState();
    if (placing === undefined) {
      return false;
    }
    const rotations = [0, 90, 180, 270] as const;
    const rotation = rotations[(placing.rotation / 90 + quarters + 4) % 4] ?? 0;
    store.setState({ placing: { ...placing, rotation } });
    return true;
  };
  const rotate = (quarters: 1 | -1): void => {
    if (!turnPlacing(quarters)) {
      edits.rotate(selectedComponents(desk), quarters);
    }
  };
  const unavailableToTurn = (): string | undefined =>
    store.getState().placing === undefined ? unavailable() : undefined;
  return [
    modelCommand({
      id: 'component:rotate',
      title: 'Rotate',
      keys: ['R'],
      icon: 'rotate',
      unavailable: unavailableToTurn,
      run: () => rotate(1),
    }),
    modelCommand({
      id: 'component:rotate-back',
      title: 'Rotate the other way',
      keys: ['Shift+R'],
      unavailable: unavailableToTurn,
      run: () => rotate(-1),
    }),
    modelCommand({
      id: 'component:mirror',
      title: 'Mirror',
      keys: ['M'],
      icon: 'mirror',
      unavailable,
      run: () => edits.mirror(selectedComponents(desk)),
    }),
  ];
}

const arrows: readonly {
  readonly key: string;
  readonly direction: Direction;
  readonly x: number;
  readonly y: number;
}[] = [
  { key: 'ArrowUp', direction: 'north', x: 0, y: -1 },
  { key: 'ArrowRight', direction: 'east', x: 1, y: 0 },
  { key: 'ArrowDown', direction: 'south', x: 0, y: 1 },
  { key: 'ArrowLeft', direction: 'west', x: -1, y: 0 },
];
const nameOf: Readonly<Record<Direction, string>> = { north: 'up', east: 'right', south: 'down', west: 'left' };

/** One grid step, and eight of them with Shift. */
const steps = [
  { prefix: '', px: 8, words: '' },
  { prefix: 'Shift+', px: 64, words: ' far' },
] as const;

/** Arrows move what is selected; while nothing is, they walk along the pipes. */
function nudgeCommands(desk: CommandDesk): readonly AppCommand[] {
  return arrows.flatMap(({ key, direction, x, y }) =>
    steps.map(({ prefix, px, words }) =>
      modelCommand({
        id: `component:move-${nameOf[direction]}${words.replace(' ', '-')}`,
        title: `Move ${nameOf[direction]}${words}`,
        keys: [`${prefix}${key}`],
        run: () => {
          const ids = selectedComponents(desk);
          if (ids.length > 0) {
            desk.edits.move(ids, { x: x * px, y: y * px });
          } else {
            stepFocus(desk, direction);
          }
        },
      }),
    ),
  );
}

/** Aligning, distributing, turning and moving by keys. */
export function arrangeCommands(desk: CommandDesk): readonly AppCommand[] {
  return [...alignCommands(desk), ...turnCommands(desk), ...nudgeCommands(desk)];
}
