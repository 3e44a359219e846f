import { expect, test } from 'vitest';
import { type AreaId, asId, type ComponentId } from '../../../shared/model/ids';
import { createSessionStore, select } from '../../state/sessionStore';
import { createEditorStore } from '../editorStore';
import type { CommandDesk } from './commandParts';
import { editCommands } from './editCommands';

// Rule numbers refer to docs/spec/tenants.md.

test('[Y98] Escape closes the menu of an area before anything else, wherever the focus is', () => {
  const session = createSessionStore('light');
  const store = createEditorStore();
  const desk = { app: { session, models: { actions: {} } }, store } as unknown as CommandDesk;
  const escape = editCommands(desk).find(({ keys }) => keys.includes('Escape'));
  select(session, [asId<ComponentId>('P-101')]);
  store.setState({ areaMenu: { areaId: asId<AreaId>('north'), clientX: 0, clientY: 0 } });
  escape?.run();
  expect(store.getState().areaMenu).toBeUndefined();
  expect(session.getState().selection.components.size).toBe(1);
  escape?.run();
  expect(session.getState().selection.components.size).toBe(0);
});
