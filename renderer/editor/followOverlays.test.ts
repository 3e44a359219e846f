import { expect, test } from 'vitest';
import { createEngineClient } from '../../shared/contract/engineClient';
import { addArea, deleteArea } from '../../shared/model/commands/editSheets';
import { type AreaId, asId } from '../../shared/model/ids';
import { afterCommand, startedWorks } from '../../testing/modelGestures';
import { createModelStore } from '../state/modelStore';
import { createEditorStore, type EditorState } from './editorStore';
import { followOverlays } from './followOverlays';

// Rule numbers refer to docs/spec/tenants.md.

const areaId = asId<AreaId>('north');
const place = { clientX: 0, clientY: 0 };
const withArea = afterCommand(startedWorks(), 'area', (context) => addArea(context, { name: 'North', id: areaId }));
const without = afterCommand(withArea, 'gone', (context) => deleteArea(context, { id: areaId }));
const [componentId = asId('none')] = withArea.components.keys();
const ofComponent: Partial<EditorState> = {
  slotQuestion: { componentId, subject: { kind: 'sensor', sensorId: asId('sensor') }, slots: [], ...place },
};
const ofArea: readonly Partial<EditorState>[] = [
  { areaMenu: { areaId, ...place } },
  { dialog: { kind: 'freeze', areaId } },
  { dialog: { kind: 'release', areaId } },
];
const others: readonly Partial<EditorState>[] = [ofComponent, { dialog: { kind: 'sensor', sensorIds: [] } }];

function openModel() {
  const client = createEngineClient({ post: () => undefined, listen: () => undefined });
  const { store: models } = createModelStore(client);
  models.setState({ model: withArea });
  const store = createEditorStore();
  const leave = followOverlays(models, store);
  return { models, store, leave, before: store.getState() };
}

test.each(ofArea)('[Y98] %j goes with its area, and does not come back with it', (open) => {
  const { models, store, before } = openModel();
  store.setState(open);
  models.setState({ model: without });
  models.setState({ model: withArea });
  expect(store.getState()).toEqual(before);
});

test.each(others)('[Y98] %j stays when an area goes', (open) => {
  const { models, store, before } = openModel();
  store.setState(open);
  models.setState({ model: without });
  expect(store.getState()).toEqual({ ...before, ...open });
});

test('[Y98] the question which slot is meant goes with its component', () => {
  const { models, store, before } = openModel();
  store.setState(ofComponent);
  models.setState({ model: { ...withArea, components: new Map() } });
  expect(store.getState()).toEqual(before);
});

test.each([...ofArea, ...others])('[Y98] %j is closed when Model mode is left', (open) => {
  const { store, leave, before } = openModel();
  store.setState(open);
  leave();
  expect(store.getState()).toEqual(before);
});
