import { join } from 'node:path';
import type { PlantModel } from '../../shared/model/plantModel';
import { setProperty } from '../../shared/model/commands/setFields';
import { asId } from '../../shared/model/ids';
import { make, untilSynced } from '../../testing/syncedPlants';
import { expect, test } from '../fixtures/app';
import { makeParkedPlant } from '../fixtures/parkedPlant';
import { makeFolder } from '../fixtures/runningApp';
import { setPageSize } from '../fixtures/screenshot';
import { ReviewPage } from '../pages/review';
import { settle, showMode } from '../pages/shell';
import { Tenants } from '../pages/tenants';

function tagged(model: PlantModel, tag: string) {
  return [...model.components.values()].filter((component) => component.tag === tag);
}

test('[R13] [R30] [R33] [R34] conflicts with a colleague are decided in the app, undone, decided, and are in the log', async ({
  startApp,
  workFolder,
}) => {
  test.slow();
  const parked = await makeParkedPlant(makeFolder(join(workFolder, 'plants')));
  try {
    const { app, window: page } = await startApp({ project: parked.path });
    await setPageSize(app, 1920, 1080);
    await showMode(page, 'Model');
    const review = new ReviewPage(page);

    await test.step('the banner says what waits, and opens the list', async () => {
      await expect(page.getByText('7 conflicts wait for your decision.')).toBeVisible();
      await review.open();
      await expect(page.getByRole('heading', { name: 'Review 7 conflicts' })).toBeVisible();
      await expect(review.card('XV-102')).toContainText('Theirs, rev');
      await expect(review.card('XV-102')).toContainText('Colleague');
      await review.expectProgress('0 of 7 decided');
      await expect(review.apply()).toHaveAttribute('aria-disabled', 'true');
      await expect(page.getByRole('region', { name: 'Merged without conflict' })).toContainText('Chiller 1, lead');
    });

    await test.step('by keys: a side for the item, next, previous, a side for one field', async () => {
      await page.keyboard.press('m');
      await expect(review.focused()).toContainText('All decided');
      await page.keyboard.press('j');
      await expect(review.focused()).toContainText('P-102, rated power');
      await page.keyboard.press('t');
      await page.keyboard.press('k');
      await expect(review.focused()).toContainText('XV-102');
      const size = review.focused().getByRole('radiogroup', { name: 'Size' });
      await size.getByRole('radio', { name: 'Mine: DN 125' }).focus();
      await page.keyboard.press('ArrowRight');
      await expect(size.getByRole('radio', { name: 'Theirs: DN 200' })).toBeChecked();
      await review.expectProgress('2 of 7 decided');
    });

    await test.step('later: everything stays, decisions too', async () => {
      await page.getByRole('button', { name: 'Decide later' }).click();
      await expect(page.getByText('7 conflicts wait for your decision.')).toBeVisible();
      await page.keyboard.press('Control+Shift+r');
      await review.expectProgress('2 of 7 decided');
    });

    await test.step('the others: restore, keep both, delete, another value, another port', async () => {
      await review.take('HV-102, deleted by theirs', 'Component', 'Mine');
      await review.take('P-103, same tag twice', 'Tag', 'Mine');
      await review.take('NRV-101, deleted by me', 'Component', 'Theirs');
      await review.take('CHL_CW_FLOW_2, low limit', 'Low limit', 'Mine');
      await expect(review.card('CHL_CW_FLOW_2').getByRole('alert')).toContainText('must stand in the order');
      await review.card('CHL_CW_FLOW_2').getByRole('button', { name: 'Another value' }).click();
      await page.getByLabel('Another value, Low limit').fill('70');
      await page.keyboard.press('Enter');
      await expect(review.card('CHL_CW_FLOW_2').getByRole('alert')).toHaveCount(0);
      await expect(review.apply()).toHaveText('Apply, 1 still open');
      const line = review.card('V-101 west 1');
      await line.getByRole('button').first().click();
      await line.getByLabel('Connect to').selectOption({ label: 'TT-902' });
      await review.expectProgress('7 of 7 decided');
    });

    await test.step('one look at the result, then apply: one step that can be undone', async () => {
      await page.getByRole('radio', { name: 'Result' }).click();
      await settle(page);
      await review.apply().click();
      await expect(page.getByRole('button', { name: 'Undo (Ctrl Z)' })).toHaveAttribute('aria-disabled', 'false');
      await expect(page.getByText('conflicts wait')).toHaveCount(0);
      await page.keyboard.press('Control+z');
      await page.keyboard.press('Control+Shift+z');
      await expect(page.getByText('All changes kept on this machine').first()).toBeVisible();
    });
    await app.close();

    await test.step('back on the network: both have the same plant, and every decision is in the log', async () => {
      const own = parked.reopen();
      await untilSynced(own, parked.theirs);
      const model = own.file.readModel();
      expect(model).toEqual(parked.theirs.file.readModel());
      expect(tagged(model, 'XV-102')[0]?.properties).toMatchObject({ size: 'DN 200', travelTimeS: '35' });
      expect(tagged(model, 'P-102')[0]?.properties['ratedPowerKw']).toBe('22');
      expect(tagged(model, 'HV-102')[0]?.properties['size']).toBe('DN 125');
      expect(tagged(model, 'P-103')).toHaveLength(1);
      expect(tagged(model, 'P-104')).toHaveLength(1);
      expect(tagged(model, 'NRV-101')).toHaveLength(1);
      const sensor = [...model.sensors.values()].find(({ name }) => name === 'CHL_CW_FLOW_2');
      expect([sensor?.limitLow, sensor?.limitHigh]).toEqual([70, 80]);
      const conflicts = await own.sync.conflicts();
      expect(conflicts.filter(({ resolved }) => resolved === undefined)).toEqual([]);
      own.dispose();
    });
  } finally {
    await parked.dispose();
  }
});

test('[R31] a pin chooses its card, a card brings its thing into view, on its own sheet', async ({
  startApp,
  workFolder,
}) => {
  test.slow();
  const parked = await makeParkedPlant(makeFolder(join(workFolder, 'plants')));
  try {
    const { app, window: page } = await startApp({ project: parked.path });
    await setPageSize(app, 1920, 1080);
    await showMode(page, 'Operate');
    await page.getByRole('combobox', { name: 'Sheet shown' }).selectOption({ label: '3 Electrical' });
    const review = new ReviewPage(page);
    await review.open();
    await expect(page.getByRole('combobox', { name: 'Sheet shown' })).toHaveValue('sheet-2');
    await expect(review.focused()).toContainText('XV-102');
    await settle(page);
    await review.pressPin({ x: 800, y: 384 });
    await expect(review.focused()).toContainText('NRV-101, deleted by me');
    await page.getByRole('combobox', { name: 'Sheet shown' }).selectOption({ label: '3 Electrical' });
    await page.keyboard.press('j');
    await expect(page.getByRole('combobox', { name: 'Sheet shown' })).toHaveValue('sheet-2');
    await expect(review.focused()).toContainText('V-101');
    await app.close();
  } finally {
    await parked.dispose();
  }
});

test('[R11] [R36] signed in, decisions go out at once; a colleague sees what waits, and that it is decided', async ({
  startApp,
  workFolder,
}) => {
  test.slow();
  const parked = await makeParkedPlant(makeFolder(join(workFolder, 'plants')));
  try {
    const open = async () => (await parked.theirs.sync.conflicts()).filter(({ resolved }) => resolved === undefined);
    expect((await open()).map(({ by, mine }) => [by, mine])).toContainEqual(['Engineer', false]);
    const { app, window: page } = await startApp({ project: parked.path });
    await setPageSize(app, 1920, 1080);
    await showMode(page, 'Model');
    const tenants = new Tenants(page);
    await test.step('sign in again', async () => {
      await tenants.openList();
      await tenants.list
        .getByRole('button', { name: /^Sign in/ })
        .first()
        .click();
      await tenants.signIn({ address: new URL(parked.address).host, token: parked.token });
      await expect(tenants.signInForm).toContainText('Signed in to');
      await page.keyboard.press('Escape');
      await tenants.expectState('Online, review waiting');
    });
    const review = new ReviewPage(page);
    await review.open();
    for (let decided = 1; decided <= 7; decided += 1) {
      await page.keyboard.press('t');
      await review.expectProgress(`${decided} of 7 decided`);
      await page.keyboard.press('j');
    }
    await test.step('while the list is open, what a colleague does comes in', async () => {
      make(parked.theirs, (context) =>
        setProperty(context, { ids: [asId('ch-2')], name: 'service', text: 'Chiller 2, lag' }),
      );
      await expect(page.getByRole('region', { name: 'Merged without conflict' })).toContainText('Chiller 2, lag');
      await review.expectProgress('7 of 7 decided');
    });
    const before = parked.theirs.file.readModel();
    await review.apply().click();
    await tenants.expectState('Synced');
    await expect.poll(async () => (await open()).length).toBe(0);
    expect(parked.theirs.file.readModel()).toEqual(before);
    await app.close();
  } finally {
    await parked.dispose();
  }
});
