import { type LineDraft, measure, place, run, type SheetDraft, tees } from './sheetDraft';

const supply = (number: string): LineDraft => ({ lineClass: 'CWS', size: 'DN 200', number });
const back = (number: string): LineDraft => ({ lineClass: 'CWR', size: 'DN 200', number });

function towers(draft: SheetDraft): void {
  for (const [unit, x] of [
    [1, 184],
    [2, 376],
  ] as const) {
    const tower = { symbol: 'cooling-tower', name: `CT-${unit}`, x, y: 168 };
    place(draft, tower, {
      properties: { service: `Cooling tower ${unit}, induced draught`, manufacturerType: 'Open, 1 fan, 11 kW' },
      sensors: {
        state: `CT_STA_${unit}`,
        speed: `CT_FAN_SPD_${unit}`,
        power: `CT_POW_${unit}`,
        level: `CHWP.CT_${unit}.LT.PV`,
      },
    });
  }
  place(
    draft,
    { symbol: 'valve-three-way-motor', name: 'TV-303', x: 488, y: 280 },
    {
      rotation: 90,
      mirrored: true,
      properties: { service: 'Tower bypass', size: 'DN 200', failPosition: 'Stays in place (FL)' },
      sensors: { position: 'CHWP.TV_303.ZT.PV', command: 'TWV_CTRL' },
    },
  );
}

/** One condenser pump with its valves, from the tower header to the chiller. */
function pumpRow(draft: SheetDraft, unit: 1 | 2, y: number): void {
  const tag = `30${unit}`;
  place(draft, { symbol: 'valve-butterfly', name: `HV-${tag}`, x: 112, y }, { properties: { size: 'DN 200' } });
  place(
    draft,
    { symbol: 'pump-centrifugal', name: `P-${tag}`, x: 208, y },
    {
      properties: { service: `Condenser water pump ${unit}`, duty: '180 m³/h, 24 m' },
      sensors: {
        state: `CHWP.P_${tag}.STA`,
        speed: `CHWP.P_${tag}.SPD.PV`,
        power: `CDWL_PM_POW_${unit}`,
      },
    },
  );
  place(draft, { symbol: 'valve-check', name: `NRV-${tag}`, x: 288, y }, { properties: { size: 'DN 200' } });
  measure(draft, {
    tag: `FT-${tag}`,
    sensor: `CHL_CD_FLOW_${unit}`,
    tap: { x: 344, y },
    pose: 'east north',
    at: { x: 344, y: y - 56 },
    port: 'south',
    service: `CH-${unit} condenser flow`,
  });
  place(
    draft,
    { symbol: 'valve-butterfly-motor', name: `XV-${tag}`, x: 424, y },
    {
      label: 'below',
      properties: { service: `CH-${unit} condenser isolation`, size: 'DN 200', travelTime: '28 s' },
      sensors: {
        position: `CHWP.XV_${tag}.ZT.PV`,
        command: `CHWP.XV_${tag}.CMD`,
        state: `CHWP.XV_${tag}.ZS.PV`,
      },
    },
  );
  const row = [`HV-${tag}`, `P-${tag}`, `NRV-${tag}`, `FT-${tag}.tap`, `XV-${tag}`];
  run(draft, supply(`200-CWS-${tag}`), unit === 1 ? ['cws', ...row] : ['cws', { x: 56, y }, ...row]);
  // Without a number: there is no room to write one where the return crosses.
  run(draft, supply(''), [`XV-${tag}`, `CH-${unit}:condenser-in`]);
}

/** Draws the condenser-water side: towers, bypass, pumps, and the way back from the chillers' condensers. */
export function drawCondenserWater(draft: SheetDraft): void {
  towers(draft);
  tees(draft, {
    'cwr-towers': [288, 56],
    'cws-ct1': [184, 280],
    'cws-ct2': [376, 280],
    cws: [56, 384],
    cwr: [488, 336],
  });
  measure(draft, {
    tag: 'TT-303',
    sensor: 'CDWL_RW_TEMP',
    tap: { x: 488, y: 136 },
    pose: 'north east',
    at: { x: 576, y: 136 },
    port: 'west',
    service: 'Condenser water to the towers',
  });
  measure(draft, {
    tag: 'TT-304',
    sensor: 'CDWL_SW_TEMP',
    setPoint: 'CT_SW_TEMPSPT',
    tap: { x: 56, y: 328 },
    pose: 'south east',
    at: { x: 144, y: 328 },
    port: 'west',
    service: 'Condenser water from the towers',
  });
  run(draft, back('200-CWR-301'), [
    'CH-1:condenser-out',
    'cwr',
    'TV-303',
    'TT-303.tap',
    { x: 488, y: 56 },
    'cwr-towers',
    { x: 96, y: 56 },
    { x: 96, y: 144 },
    'CT-1:water-in',
  ]);
  run(draft, back('200-CWR-301'), ['cwr-towers', { x: 288, y: 144 }, 'CT-2:water-in']);
  run(draft, back('200-CWR-302'), ['CH-2:condenser-out', { x: 488, y: 584 }, 'cwr']);
  run(draft, supply('200-CWS-300'), ['TV-303:branch', 'cws-ct2', 'cws-ct1', { x: 56, y: 280 }, 'TT-304.tap', 'cws']);
  run(draft, supply('200-CWS-300'), ['CT-2:water-out', 'cws-ct2']);
  run(draft, supply('200-CWS-300'), ['CT-1:water-out', 'cws-ct1']);
  pumpRow(draft, 1, 384);
  pumpRow(draft, 2, 632);
}
