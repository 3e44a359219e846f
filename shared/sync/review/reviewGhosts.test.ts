import { describe, expect, it } from 'vitest';
import { meet, type Meeting, type MeetingEdit, taggedWorks } from '../../../testing/meetingEdits';
import { reviewOf } from '../../../testing/meetingReview';
import { deleteItems } from '../../model/commands/deleteItems';
import { placeComponents } from '../../model/commands/placeComponents';
import { renameTag, setProperty } from '../../model/commands/setFields';
import { moveComponents } from '../../model/commands/transformComponents';
import { asId, type ComponentId } from '../../model/ids';
import type { PlantModel } from '../../model/plantModel';
import { SheetGeometry } from '../../schematic/sheetGeometry';
import { symbolCatalogue } from '../../symbols/symbolCatalogue';
import { wordingOf } from './buildReview';
import { deletionsIn } from './knownRevision';
import { mergedRows } from './mergedRows';
import { undecided } from './review';
import { reviewLayerOf } from './reviewGhosts';

function layerOf(met: Meeting, shown: { readonly ghosts: boolean; readonly moves?: boolean } = { ghosts: true }) {
  const { model, conflicts, revisions } = met;
  const { review } = reviewOf(met);
  const wording = wordingOf({ model, conflicts, catalogue: symbolCatalogue, deletions: deletionsIn(revisions) });
  const geometry = new SheetGeometry(symbolCatalogue);
  const [sheetId] = model.sheets.keys();
  geometry.update(model, sheetId ?? asId('none'));
  const merged = shown.moves === true ? mergedRows(wording, revisions, review) : [];
  return reviewLayerOf({ wording, geometry, sheetId: sheetId ?? '' }, review, {
    ...{ decisions: undecided, focusId: review.items[0]?.id, merged, ghosts: shown.ghosts },
  });
}

const idOf = (model: PlantModel, tag: string): ComponentId =>
  [...model.components.values()].find((one) => one.tag === tag)?.id ?? asId('none');
const setSize =
  (tag: string, text: string): MeetingEdit =>
  (context) =>
    setProperty(context, { ids: [idOf(context.model, tag)], name: 'size', text });
const remove =
  (tag: string): MeetingEdit =>
  (context) =>
    deleteItems(context, { componentIds: [idOf(context.model, tag)] });
const said = (layer: ReturnType<typeof layerOf>) =>
  layer.ghosts.map(({ side, shape, label }) => [side, shape.kind, label]);

describe('what a review lays over the drawing', () => {
  it('[R31] a pin with the number of the list at each thing, the chosen one told apart', () => {
    const layer = layerOf(
      meet(taggedWorks(), {
        mine: [setSize('A-3', 'DN 125'), setSize('A-4', 'DN 80')],
        theirs: [setSize('A-3', 'DN 200'), setSize('A-4', 'DN 100')],
      }),
    );
    expect(layer.pins.map(({ number, focused }) => [number, focused])).toEqual([
      [1, true],
      [2, false],
    ]);
    expect(layer.ghosts).toEqual([]);
  });

  it('[R32] what others deleted and I edited is mine, crossed out by theirs', () => {
    const layer = layerOf(meet(taggedWorks(), { mine: [setSize('A-3', 'DN 125')], theirs: [remove('A-3')] }));
    expect(said(layer)).toEqual([
      ['mine', 'symbol', ''],
      ['theirs', 'cross', 'Deleted by theirs'],
      ['mine', 'label', 'Edited by me'],
    ]);
    expect(layer.pins).toHaveLength(1);
  });

  it('[R32] what I deleted and others edited is crossed out by me', () => {
    const layer = layerOf(meet(taggedWorks(), { mine: [remove('A-3')], theirs: [setSize('A-3', 'DN 125')] }));
    expect(said(layer)).toEqual([
      ['theirs', 'symbol', ''],
      ['mine', 'cross', 'Deleted by me'],
      ['theirs', 'label', 'Edited by theirs'],
    ]);
  });

  it('[R32] two new things with one tag both stand there, mine where I put it', () => {
    const place =
      (x: number): MeetingEdit =>
      (context) => {
        const [sheetId = asId('none')] = context.model.sheets.keys();
        return placeComponents(context, {
          sheetId,
          components: [{ symbolId: 'pump-centrifugal', x, y: 400, tag: 'P-1' }],
        });
      };
    const layer = layerOf(meet(taggedWorks(), { mine: [place(80)], theirs: [place(240)] }));
    const places = layer.ghosts.map(({ side, shape }) => [
      side,
      shape.kind === 'symbol' ? shape.component.x : undefined,
    ]);
    expect(places).toEqual([
      ['theirs', 240],
      ['mine', 80],
    ]);
  });

  it('[R32] two tags for one thing are labels of both sides', () => {
    const rename =
      (tag: string): MeetingEdit =>
      (context) =>
        renameTag(context, { id: idOf(taggedWorks(), 'A-3'), tag });
    const layer = layerOf(meet(taggedWorks(), { mine: [rename('XV-1')], theirs: [rename('XV-2')] }));
    expect(layer.ghosts.map(({ label }) => label)).toEqual(['Theirs XV-2', 'Mine XV-1']);
  });

  it('[R32] where something stood before it was moved is dotted, with an arrow to where it stands', () => {
    const move: MeetingEdit = (context) =>
      moveComponents(context, { ids: [idOf(context.model, 'A-4')], dx: 64, dy: 0 });
    const met = meet(taggedWorks(), {
      mine: [setSize('A-3', 'DN 125')],
      theirs: [setSize('A-3', 'DN 200'), move],
    });
    const stood = met.base.components.get(idOf(met.base, 'A-4'));
    const [before, way] = layerOf(met, { ghosts: true, moves: true }).ghosts;
    expect(before).toMatchObject({ side: 'base', label: 'Base', shape: { component: { x: stood?.x } } });
    expect(way).toMatchObject({ side: 'theirs', shape: { kind: 'move', from: { x: stood?.x } } });
  });

  it('[R32] a look at one side alone has the pins and nothing else', () => {
    const met = meet(taggedWorks(), { mine: [remove('A-3')], theirs: [setSize('A-3', 'DN 125')] });
    const layer = layerOf(met, { ghosts: false });
    expect([layer.ghosts.length, layer.pins.length]).toEqual([0, 1]);
  });
});
