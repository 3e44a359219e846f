import { asId } from '../model/ids';
import { type PlantDocument, plantDocumentFormat, plantDocumentVersion } from '../model/plantDocument';
import type { Area, LineClass, Sheet } from '../model/plantModel';
import { drawAirHandling } from './airHandling';
import { demoTimeZone } from './demoMoments';
import { demoSensors } from './demoSensors';
import { drawElectrical } from './electrical';
import { drawPrimaryAndSecondary } from './primaryAndSecondary';
import { demoLineClassId, type SheetDraft } from './sheetDraft';
import { drawWaterTreatment } from './waterTreatment';

const centralPlant: Area = { id: asId('area-plant'), name: 'Chilled-water plant', order: 1 };
const building: Area = { id: asId('area-building'), name: 'Building A', order: 2 };

function sheet(draft: SheetDraft, area: Area, facts: Omit<Sheet, 'id' | 'areaId'>): Sheet {
  return { id: draft.sheetId, areaId: area.id, ...facts };
}

const lineClasses: readonly LineClass[] = (
  [
    ['CHWS', 'Chilled-water supply', 'pipe', 'supply'],
    ['CHWR', 'Chilled-water return', 'pipe', 'return'],
    ['CWS', 'Condenser-water supply', 'pipe', 'supply'],
    ['CWR', 'Condenser-water return', 'pipe', 'return'],
    ['MU', 'Make-up water', 'pipe', 'supply'],
    ['SA', 'Supply air', 'pipe', 'supply'],
    ['RA', 'Return air', 'pipe', 'return'],
    ['LV', 'Low voltage, 400 V', 'pipe', 'supply'],
    ['IMP', 'Impulse line', 'impulse', 'supply'],
    ['SIG', 'Electric signal', 'electric', 'supply'],
    ['DAT', 'Data link', 'data', 'supply'],
  ] as const
).map(([code, name, kind, role]) => ({ id: demoLineClassId(code), code, name, kind, role }));

/** The example plant: its drawings, sensors and bindings. The same every time. */
export function makeDemoPlant(): PlantDocument {
  const loops = drawPrimaryAndSecondary();
  const electrical = drawElectrical();
  const water = drawWaterTreatment();
  const air = drawAirHandling();
  const drafts = [loops, electrical, water, air];
  return {
    format: plantDocumentFormat,
    version: plantDocumentVersion,
    plant: { id: asId('plant-harbour-campus'), name: 'Harbour campus', timeZone: demoTimeZone },
    areas: [centralPlant, building],
    sheets: [
      sheet(loops, centralPlant, { name: '2 Primary and secondary', order: 2, width: 1928, height: 888 }),
      sheet(electrical, centralPlant, { name: '3 Electrical', order: 3, width: 1488, height: 848 }),
      sheet(water, centralPlant, { name: '4 Water treatment', order: 4, width: 1272, height: 488 }),
      sheet(air, building, { name: '5 Air handling, levels 1 to 3', order: 5, width: 1248, height: 928 }),
    ],
    lineClasses,
    components: drafts.flatMap(({ components }) => components),
    connections: drafts.flatMap(({ connections }) => connections),
    dataSources: [],
    sensors: demoSensors,
    bindings: drafts.flatMap(({ bindings }) => bindings),
    notes: [],
  };
}
