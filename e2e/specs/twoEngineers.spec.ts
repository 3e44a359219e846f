import { join } from 'node:path';
import { OpenPlant } from '../../electron/engine/openPlant';
import { plantText } from '../../testing/syncedPlants';
import { startTestService, type TestService } from '../../testing/runningService';
import type { LogEntry } from '../../shared/sync/logEntry';
import type { KeptParkedEdit } from '../../shared/sync/parkedEdit';
import { expect, test } from '../fixtures/app';
import { makeFolder } from '../fixtures/runningApp';
import { setPageSize } from '../fixtures/screenshot';
import { type Engineer, engineerAt, openPlantOfTenant, signIn } from '../pages/engineer';
import { ReviewPage } from '../pages/review';
import { showMode } from '../pages/shell';

const tenantName = 'Tenant works';
const plantName = 'Test plant';

let service: TestService;
test.beforeEach(async () => {
  service = await startTestService();
});
test.afterEach(() => service.dispose());

/** This machine has no keychain: the token does not outlive the program. */
async function signInAgain({ tenants }: Engineer, subject: string): Promise<void> {
  const token = await service.tenant.makeToken({ subject });
  await tenants.expectState('Not sent: sign in again');
  await tenants.openPanel();
  await tenants.panel.getByRole('button', { name: 'Sign in again' }).click();
  await tenants.signIn({ address: service.address, token });
  await tenants.signInForm.getByRole('button', { name: 'Close' }).click();
}

async function pick({ editor }: Engineer, tag: string): Promise<void> {
  await editor.component(tag).click();
  await expect(editor.property('Tag')).toHaveValue(tag);
}

async function setPressure(engineer: Engineer, tag: string, bar: string): Promise<void> {
  await pick(engineer, tag);
  await engineer.editor.property('Design pressure').fill(bar);
  await engineer.editor.property('Design pressure').press('Enter');
  await engineer.editor.expectKept();
}

/** What the service keeps of its one plant. */
async function keptByService(): Promise<{
  readonly log: readonly LogEntry[];
  readonly parked: readonly KeptParkedEdit[];
}> {
  const tenant = await service.store().tenant(service.tenant.id);
  const [plant] = (await tenant?.plants()) ?? [];
  const kept = await tenant?.readPlant(plant?.id ?? '', async (reader) => ({
    log: await reader.entries(0, 1_000),
    parked: await reader.parkedEdits(),
  }));
  return kept ?? { log: [], parked: [] };
}

test('[Y71] two engineers edit one plant offline; every edit is in the log or in a conflict that is decided, and both see the same plant', async ({
  startApp,
  workFolder,
}) => {
  test.slow();
  const first = await startApp();
  const ada = engineerAt(first);
  await setPageSize(ada.app, 1920, 1080);
  const adasPath = await ada.editor.newPlant(ada.app, makeFolder(join(workFolder, 'ada')));
  const bensPath = join(makeFolder(join(workFolder, 'ben')), 'Test plant.sightglass');

  await test.step('Ada draws two pumps and publishes', async () => {
    await ada.editor.place('pump-centrifugal', { x: 320, y: 320 });
    await ada.editor.place('pump-centrifugal', { x: 320, y: 520 });
    await ada.editor.expectCounts(2, 0);
    await signIn(ada, service, { subject: 'Ada' });
    await ada.tenants.plants(tenantName).getByRole('button', { name: 'Close' }).click();
    await ada.tenants.publish(plantName, tenantName);
    await ada.tenants.expectState('Synced');
  });

  const bensMachine = makeFolder(join(workFolder, 'ben-user-data'));
  const second = await startApp({ userData: bensMachine });
  let ben = engineerAt(second);
  await test.step('Ben opens it on another machine', async () => {
    await openPlantOfTenant(ben, service, { subject: 'Ben', plant: plantName, path: bensPath, components: 2 });
  });

  await test.step('both work without the network', async () => {
    await service.stop();
    await ada.tenants.expectState('Offline');
    await ben.tenants.expectState('Offline');
    await pick(ada, 'P-101');
    await ada.editor.drawing.focus();
    await ada.page.keyboard.press('ArrowRight');
    await setPressure(ada, 'P-102', '10');
    await ada.editor.place('pump-centrifugal', { x: 560, y: 320 });
    await expect(ada.editor.component('P-103')).toBeVisible();
    await ada.tenants.expectState('Offline, 3 changes waiting');
    await ben.editor.place('pump-centrifugal', { x: 560, y: 520 });
    await expect(ben.editor.component('P-103')).toBeVisible();
    await setPressure(ben, 'P-102', '16');
    await pick(ben, 'P-101');
    await ben.page.keyboard.press('Delete');
    await ben.editor.expectCounts(2, 0);
    await ben.tenants.expectState('Offline, 3 changes waiting');
  });

  await test.step('it is back: Ada is through first; Ben, who had closed the program, meets what she did', async () => {
    await ben.app.close();
    await service.restart();
    await ada.page.keyboard.press('Control+Shift+Y');
    await ada.tenants.expectState('Synced');
    ben = engineerAt(await startApp({ userData: bensMachine, project: bensPath }));
    await setPageSize(ben.app, 1920, 1080);
    await showMode(ben.page, 'Model');
    await signInAgain(ben, 'Ben');
    await ben.tenants.expectState('Online, review waiting');
    await expect(ben.page.getByText('3 conflicts wait for your decision.')).toBeVisible();
    const { log, parked } = await keptByService();
    const edits = [
      ...log.map(({ by, label }) => `${by}: ${label}`),
      ...parked.map(({ by, label }) => `${by}: ${label}`),
    ];
    expect(log.map(({ by }) => by)).toEqual(['Ada', 'Ada', 'Ada', 'Ada']);
    expect(parked).toHaveLength(3);
    expect(new Set(edits).size).toBe(edits.length);
    expect(new Set(parked.flatMap(({ conflicts }) => conflicts.map(({ kind }) => kind)))).toEqual(
      new Set(['delete-edit', 'field-field', 'duplicate-tag']),
    );
  });

  await test.step('Ben decides: the moved pump stays, his pressure, both new pumps', async () => {
    const review = new ReviewPage(ben.page);
    await review.open();
    await review.take('P-101, deleted by me', 'Component', 'Theirs');
    await review.take('P-102', 'Design pressure', 'Mine');
    await review.take('P-103, same tag twice', 'Tag', 'Mine');
    await review.expectProgress('3 of 3 decided');
    await review.apply().click();
    await ben.tenants.expectState('Synced');
    await ben.editor.expectCounts(4, 0);
    await ada.editor.expectCounts(4, 0);
    await pick(ada, 'P-102');
    await expect(ada.editor.property('Design pressure')).toHaveValue('16');
  });

  await test.step('both have the same plant, and nothing waits', async () => {
    const { parked, log } = await keptByService();
    expect(parked.filter(({ resolved }) => resolved === undefined)).toEqual([]);
    expect(log.at(-1)?.by).toBe('Ben');
    await Promise.all([ada.app.close(), ben.app.close()]);
    const [adas, bens] = [adasPath, bensPath].map((path) => {
      const plant = OpenPlant.open(path);
      const text = plantText(plant);
      const { pendingCount, conflictCount, revision } = plant.sync.status();
      plant.dispose();
      return { text, pendingCount, conflictCount, revision };
    });
    expect(adas).toEqual(bens);
    expect(adas).toMatchObject({ pendingCount: 0, conflictCount: 0, revision: log.length });
    expect(adas?.text).toContain('P-104');
  });
});
