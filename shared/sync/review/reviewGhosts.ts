import type { ComponentId } from '../../model/ids';
import type { PlantComponent, Point } from '../../model/plantModel';
import { extentOfPoints, unite } from '../../schematic/extents';
import type { GhostShape, GhostSide, ReviewGhost, ReviewLayer, ReviewPin } from '../../schematic/reviewLayer';
import type { Extent } from '../../symbols/symbolClass';
import type { EntityKey } from '../changeset';
import { isThere } from './fieldText';
import type { MergedRow } from './mergedRows';
import { isDecided, type Review, type ReviewDecisions, type ReviewItem, type ReviewRow } from './review';
import { type GhostSources, SideView } from './sideView';

/** Fields by which a component looks different on the drawing. */
const drawnFields = new Set(['x', 'y', 'rotation', 'mirrored', 'symbolId', 'tag']);
const lineFields = new Set(['from', 'to', 'route']);
const smallPx = 8;

function ghost(side: GhostSide, shape: GhostShape, rest: { readonly label: string; readonly at: Extent }): ReviewGhost {
  return { side, shape, ...rest };
}

function around({ x, y }: Point): Extent {
  return { x: x - smallPx / 2, y: y - smallPx / 2, width: smallPx, height: smallPx };
}

/** The middle of a line's longest leg, where a label is read best. */
function middleOf(points: readonly Point[]): Extent {
  let best: Point = points[0] ?? { x: 0, y: 0 };
  let longest = -1;
  points.slice(1).forEach((point, index) => {
    const before = points[index] ?? point;
    const length = Math.abs(point.x - before.x) + Math.abs(point.y - before.y);
    if (length > longest) {
      longest = length;
      best = { x: (point.x + before.x) / 2, y: (point.y + before.y) / 2 };
    }
  });
  return around(best);
}

function crossed(view: SideView, component: PlantComponent, by: 'mine' | 'theirs'): readonly ReviewGhost[] {
  const at = view.labelledBody(component);
  const edited = by === 'mine' ? 'theirs' : 'mine';
  const words = { mine: ['Deleted by me', 'Edited by me'], theirs: ['Deleted by theirs', 'Edited by theirs'] } as const;
  return [
    ghost(edited, { kind: 'symbol', component }, { label: '', at }),
    ghost(by, { kind: 'cross', extent: view.bodyOf(component) }, { label: words[by][0], at }),
    ghost(edited, { kind: 'label' }, { label: words[edited][1], at }),
  ];
}

function sameNameGhosts({ wording, sheetId }: GhostSources, view: SideView, row: ReviewRow): readonly ReviewGhost[] {
  const others = row.ops.flatMap(({ why }) => (why?.kind === 'duplicate-tag' && why.other ? [why.other] : []));
  return others.flatMap(({ kind, id }) => {
    const component = kind === 'component' ? wording.model.components.get(id as ComponentId) : undefined;
    if (component === undefined || component.sheetId !== sheetId) {
      return [];
    }
    return [ghost('theirs', { kind: 'symbol', component }, { label: 'Theirs', at: view.labelledBody(component) })];
  });
}

/** A component that is there and that both changed in how it is drawn. */
function changedGhosts(view: SideView, rows: readonly ReviewRow[], component: PlantComponent): readonly ReviewGhost[] {
  const drawn = rows.filter(({ field }) => field !== undefined && drawnFields.has(field));
  const mine = view.mine(component.id);
  if (drawn.length === 0 || mine === undefined) {
    return [];
  }
  const at = view.labelledBody(component);
  const isElsewhere = mine.x !== component.x || mine.y !== component.y || mine.symbolId !== component.symbolId;
  const said = (side: 'mine' | 'theirs'): string => {
    const [only] = drawn;
    const title = side === 'mine' ? 'Mine' : 'Theirs';
    return drawn.length === 1 && only?.field === 'tag' ? `${title} ${only[side]}` : title;
  };
  return [
    ghost('theirs', { kind: 'symbol', component }, { label: said('theirs'), at }),
    ghost('mine', isElsewhere ? { kind: 'symbol', component: mine } : { kind: 'label' }, {
      label: said('mine'),
      at: view.labelledBody(mine),
    }),
  ];
}

function lineGhosts(view: SideView, key: EntityKey, rows: readonly ReviewRow[]): readonly ReviewGhost[] {
  const asked = rows.filter(({ field }) => field === undefined || lineFields.has(field));
  if (asked.length === 0) {
    return [];
  }
  const [mine, theirs] = [view.pointsOf(view.myLine(key.id)), view.pointsOf(view.line(key.id))];
  const isDeleted = asked.some(({ ops }) => ops.some(({ op }) => op.op === 'delete' && op.id === key.id));
  const route = (side: GhostSide, points: readonly Point[] | undefined, label: string): readonly ReviewGhost[] =>
    points === undefined ? [] : [ghost(side, { kind: 'route', points }, { label, at: middleOf(points) })];
  if (isDeleted && theirs !== undefined) {
    return [
      ...route('theirs', theirs, 'Edited by theirs'),
      ghost('mine', { kind: 'cross', extent: middleOf(theirs) }, { label: 'Deleted by me', at: middleOf(theirs) }),
    ];
  }
  const isWhole = asked.some(({ field }) => field === undefined);
  return [...(isWhole ? [] : route('theirs', theirs, 'Theirs')), ...route('mine', mine, 'Mine')];
}

/** What a parked line led to and is gone. */
function lostEnds(view: SideView, rows: readonly ReviewRow[]): readonly ReviewGhost[] {
  const lost = rows.flatMap(({ ops }) =>
    ops.flatMap(({ why }) => (why?.kind === 'dangling' && why.other ? [why.other] : [])),
  );
  return lost.flatMap(({ kind, id }): readonly ReviewGhost[] => {
    const component = kind === 'component' && !view.isThere(id) ? view.component(id, undefined) : undefined;
    if (component === undefined) {
      return [];
    }
    const at = view.labelledBody(component);
    return [
      ghost('theirs', { kind: 'symbol', component }, { label: '', at }),
      ghost('theirs', { kind: 'cross', extent: view.bodyOf(component) }, { label: 'Deleted by theirs', at }),
    ];
  });
}

/** Things that go along with a parked one and would be drawn: lines to a new pump. */
function followerGhosts(view: SideView, item: ReviewItem): readonly ReviewGhost[] {
  const made = item.rows
    .flatMap(({ ops }) => ops.map(({ op }) => op))
    .filter(({ op, id }) => op === 'create' && id !== item.key.id);
  return made.flatMap(({ kind, id }): readonly ReviewGhost[] => {
    const points = kind === 'connection' ? view.pointsOf(view.myLine(id)) : undefined;
    const component = kind === 'component' ? view.mine(id) : undefined;
    if (points !== undefined) {
      return [ghost('mine', { kind: 'route', points }, { label: '', at: middleOf(points) })];
    }
    return component === undefined
      ? []
      : [ghost('mine', { kind: 'symbol', component }, { label: '', at: view.labelledBody(component) })];
  });
}

function componentGhosts(sources: GhostSources, view: SideView, item: ReviewItem): readonly ReviewGhost[] {
  const { key, rows } = item;
  const component = view.mine(key.id);
  if (component === undefined) {
    return [];
  }
  const own = rows.flatMap(({ ops }) => ops).filter(({ op }) => op.id === key.id);
  const standing = sources.wording.model.components.get(key.id as ComponentId);
  if (standing !== undefined) {
    return own.some(({ op }) => op.op === 'delete')
      ? crossed(view, standing, 'mine')
      : changedGhosts(view, rows, standing);
  }
  if (own.some(({ op }) => op.op === 'create')) {
    const others = rows.flatMap((row) => sameNameGhosts(sources, view, row));
    return [...others, ghost('mine', { kind: 'symbol', component }, { label: 'Mine', at: view.bodyOf(component) })];
  }
  return crossed(view, component, 'theirs');
}

function itemGhosts(sources: GhostSources, view: SideView, item: ReviewItem): readonly ReviewGhost[] {
  switch (item.key.kind) {
    case 'component':
      return [...followerGhosts(view, item), ...componentGhosts(sources, view, item)];
    case 'connection':
      return [...followerGhosts(view, item), ...lostEnds(view, item.rows), ...lineGhosts(view, item.key, item.rows)];
    default:
      return [];
  }
}

/** Where an item lies on its sheet; undefined: it is not drawn. */
function placeOf(view: SideView, { key }: ReviewItem): Extent | undefined {
  if (key.kind === 'component') {
    const component = view.mine(key.id);
    return component && view.bodyOf(component);
  }
  const points = key.kind === 'connection' ? view.pointsOf(view.myLine(key.id) ?? view.line(key.id)) : undefined;
  return points === undefined || points.length === 0 ? undefined : middleOf(points);
}

/** Where each item of a sheet lies, by its id. An item that is not drawn there has no place. */
export function placesOf(sources: GhostSources, review: Review): ReadonlyMap<string, Extent> {
  const view = viewOf(sources, review);
  return new Map(
    review.items.flatMap((item) => {
      const place = item.sheetId === sources.sheetId ? placeOf(view, item) : undefined;
      return place === undefined ? [] : [[item.id, place] as const];
    }),
  );
}

function viewOf(sources: GhostSources, review: Review): SideView {
  return new SideView(
    sources,
    review.items.flatMap(({ rows }) => rows),
  );
}

/** What of an edit that merged by itself is shown: where something stood before. */
function movedGhosts(sources: GhostSources, view: SideView, row: MergedRow): readonly ReviewGhost[] {
  const { change, key } = row;
  if (key.kind !== 'component' || change.kind !== 'fields' || row.sheetId !== sources.sheetId) {
    return [];
  }
  const before = Object.fromEntries(change.fields.map((field) => [field.path, field.before]));
  if (!isThere(sources.wording.model, key) || (before['x'] === undefined && before['y'] === undefined)) {
    return [];
  }
  const now = view.component(key.id, undefined);
  const stood = view.component(key.id, before);
  if (now === undefined || stood === undefined) {
    return [];
  }
  const by = row.from.isOwn ? 'mine' : 'theirs';
  return [
    ghost('base', { kind: 'symbol', component: stood }, { label: 'Base', at: view.labelledBody(stood) }),
    ghost(
      by,
      { kind: 'move', from: stood, to: now },
      { label: by === 'mine' ? 'Mine' : 'Theirs', at: view.labelledBody(now) },
    ),
  ];
}

/** The pins of a sheet. */
function pinsOf(
  places: ReadonlyMap<string, Extent>,
  review: Review,
  { decisions, focusId }: { readonly decisions: ReviewDecisions; readonly focusId: string | undefined },
): readonly ReviewPin[] {
  return review.items.flatMap((item) => {
    const at = places.get(item.id);
    const { number } = item;
    return at === undefined ? [] : [{ number, at, focused: item.id === focusId, decided: isDecided(item, decisions) }];
  });
}

/** What a review lays over the sheet on show. `merged`: rows whose moves are shown too. `ghosts: false`: pins alone. */
export function reviewLayerOf(
  sources: GhostSources,
  review: Review,
  shown: {
    readonly decisions: ReviewDecisions;
    readonly focusId: string | undefined;
    readonly merged: readonly MergedRow[];
    readonly ghosts: boolean;
  },
): ReviewLayer {
  const view = viewOf(sources, review);
  const pins = pinsOf(placesOf(sources, review), review, shown);
  const obstacles = [...sources.geometry.components.values()].map(({ component }) => view.obstacleOf(component));
  if (!shown.ghosts) {
    return { ghosts: [], pins, obstacles };
  }
  const ofSheet = review.items.filter(({ sheetId }) => sheetId === sources.sheetId);
  const ghosts = [
    ...shown.merged.flatMap((row) => movedGhosts(sources, view, row)),
    ...ofSheet.flatMap((item) => itemGhosts(sources, view, item)),
  ];
  const drawn = ghosts.flatMap(({ shape }) => (shape.kind === 'symbol' ? [view.obstacleOf(shape.component)] : []));
  return { ghosts, pins, obstacles: [...obstacles, ...drawn] };
}

/** Everything of an item that is to be in view when it is chosen; undefined: it is not drawn on this sheet. */
export function extentOfItem(sources: GhostSources, review: Review, item: ReviewItem): Extent | undefined {
  const view = viewOf(sources, review);
  const place = placeOf(view, item);
  const shapes = itemGhosts(sources, view, item).map(({ at, shape }) =>
    shape.kind === 'route' ? extentOfPoints(shape.points) : at,
  );
  const all = [...(place === undefined ? [] : [place]), ...shapes];
  const [first, ...others] = all;
  return first && others.reduce(unite, first);
}
