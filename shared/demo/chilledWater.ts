import {
  impulseLine,
  type LineDraft,
  measure,
  place,
  run,
  type SheetDraft,
  signalLine,
  tap,
  tees,
  write,
} from './sheetDraft';

const supply = (number: string, size = 'DN 150'): LineDraft => ({ lineClass: 'CHWS', size, number });
const back = (number: string, size = 'DN 150'): LineDraft => ({ lineClass: 'CHWR', size, number });

/** A chiller with its power meter; y is that of the chiller's middle. */
function chiller(draft: SheetDraft, unit: 1 | 2, y: number): void {
  place(
    draft,
    { symbol: 'chiller-package', name: `CH-${unit}`, x: 632, y },
    {
      properties: { service: 'Chiller package, 750 kW', refrigerant: 'R-513A' },
      sensors: {
        state: `CHL_STA_${unit}`,
        power: `CHL_POW_${unit}`,
        fault: `CHWP.CH_${unit}.FLT`,
        value: `CHWP.CH_${unit}.LOAD.PV`,
        command: `CHL_COMP_SPD_CTRL_${unit}`,
        'set-point': 'CWL_PRI_SW_TEMPSPT',
      },
    },
  );
  place(
    draft,
    { symbol: 'bubble-field', name: `JT-10${unit}`, x: 632, y: y - 120 },
    { properties: { service: `CH-${unit} electric power` }, sensors: { value: `CHL_POW_${unit}` } },
  );
  run(draft, signalLine, [`CH-${unit}:power`, `JT-10${unit}:south`]);
}

/** What leaves the evaporator: flow, temperature, isolation valve. */
function evaporatorOutlet(draft: SheetDraft, unit: 1 | 2, y: number): void {
  const tag = `10${unit}`;
  measure(draft, {
    tag: `FT-${tag}`,
    sensor: `CHL_CW_FLOW_${unit}`,
    tap: { x: 760, y },
    pose: 'east north',
    at: { x: 760, y: y - 120 },
    port: 'south',
    service: `CH-${unit} evaporator flow`,
  });
  measure(draft, {
    tag: `TT-${tag}`,
    sensor: `CHL_SW_TEMP_${unit}`,
    setPoint: 'CWL_PRI_SW_TEMPSPT',
    tap: { x: 824, y },
    pose: 'east north',
    at: { x: 824, y: y - 64 },
    port: 'south',
    service: `Chilled water leaving CH-${unit}`,
  });
  place(
    draft,
    { symbol: 'valve-butterfly-motor', name: `XV-${tag}`, x: 880, y },
    {
      properties: {
        service: `CH-${unit} evaporator isolation`,
        size: 'DN 150',
        normalPosition: 'Open',
        failPosition: 'Stays in place (FL)',
        travelTime: '28 s',
      },
      sensors: {
        position: `CHWP.XV_${tag}.ZT.PV`,
        command: `CHWP.XV_${tag}.CMD`,
        state: `CHWP.XV_${tag}.ZS.PV`,
      },
    },
  );
  const outlet = [`CH-${unit}:evaporator-out`, `FT-${tag}.tap`, `TT-${tag}.tap`, `XV-${tag}`];
  run(draft, supply(`150-CHWS-${tag}`), unit === 1 ? [...outlet, 'chws'] : [...outlet, { x: 992, y }, 'chws']);
}

/** The primary pump of one chiller, from the return header. */
function primaryPump(draft: SheetDraft, unit: 1 | 2, y: number): void {
  const tag = `10${unit}`;
  const valve = `HV-${tag}`;
  place(
    draft,
    { symbol: 'valve-butterfly', name: valve, x: 1032, y },
    { mirrored: true, properties: { size: 'DN 150' } },
  );
  place(
    draft,
    { symbol: 'pump-centrifugal', name: `P-${tag}`, x: 880, y },
    {
      mirrored: true,
      properties: { service: `Primary chilled-water pump ${unit}`, duty: '116 m³/h, 16 m', code: `CHW-P-0${unit}` },
      sensors: {
        state: `CHWP.P_${tag}.STA`,
        speed: `CHWP.P_${tag}.SPD.PV`,
        power: `CWL_PRI_PM_POW_${unit}`,
      },
    },
  );
  place(
    draft,
    { symbol: 'valve-check', name: `NRV-${tag}`, x: 800, y },
    { mirrored: true, properties: { size: 'DN 150' } },
  );
  const row = [valve, `P-${tag}`, `NRV-${tag}`, `CH-${unit}:evaporator-in`];
  run(draft, back(`150-CHWR-${tag}`), unit === 1 ? ['chwr', { x: 1072, y }, ...row] : ['chwr', ...row]);
}

/** One of the two pumps of the secondary loop. */
function secondaryPump(draft: SheetDraft, unit: 1 | 2, y: number): void {
  const tag = `20${unit}`;
  place(
    draft,
    { symbol: 'pump-centrifugal', name: `P-${tag}`, x: 1272, y },
    {
      label: unit === 1 ? 'above' : 'below',
      properties: { service: `Secondary chilled-water pump ${unit}`, duty: '115 m³/h, 28 m', code: `CHW-P-2${unit}` },
      sensors: {
        state: `CWL_SEC_PM_STA_${unit}`,
        speed: `CWL_SEC_PM_SPD_${unit}`,
        power: `CWL_SEC_PM_POW_${unit}`,
      },
    },
  );
  place(draft, { symbol: 'valve-check', name: `NRV-${tag}`, x: 1352, y }, { properties: { size: 'DN 200' } });
  const row = [`P-${tag}`, `NRV-${tag}`];
  const line = supply(`250-CHWS-${tag}`, 'DN 250');
  run(
    draft,
    line,
    unit === 1 ? ['pumps', ...row, 'joined'] : ['pumps', { x: 1216, y }, ...row, { x: 1400, y }, 'joined'],
  );
}

function secondaryInstruments(draft: SheetDraft): void {
  measure(draft, {
    tag: 'TT-201',
    sensor: 'CWL_SEC_SW_TEMP',
    tap: { x: 1424, y: 104 },
    pose: 'east north',
    at: { x: 1536, y: 48 },
    port: 'west',
    route: [{ x: 1424, y: 48 }],
    service: 'Secondary supply temperature',
  });
  measure(draft, {
    tag: 'FT-201',
    sensor: 'CWL_SEC_CW_FLOW',
    tap: { x: 1448, y: 120 },
    pose: 'south east',
    at: { x: 1536, y: 120 },
    port: 'west',
    service: 'Secondary supply flow',
  });
  measure(draft, {
    tag: 'FT-202',
    sensor: 'CHWP.FT_202.PV',
    tap: { x: 1656, y: 776 },
    pose: 'west south',
    at: { x: 1656, y: 832 },
    port: 'north',
    service: 'Secondary return flow',
  });
  measure(draft, {
    tag: 'TT-202',
    sensor: 'CWL_SEC_RW_TEMP',
    tap: { x: 1512, y: 776 },
    pose: 'west south',
    at: { x: 1512, y: 832 },
    port: 'north',
    service: 'Secondary return temperature',
  });
}

function differentialPressure(draft: SheetDraft): void {
  measure(draft, {
    tag: 'PDT-201',
    sensor: 'CWL_SEC_DP',
    setPoint: 'CWL_SEC_DPSPT',
    tap: { x: 1448, y: 536 },
    pose: 'south west',
    at: { x: 1352, y: 536 },
    port: 'east',
    service: 'Secondary differential pressure',
  });
  tap(draft, 'PDT-201-low', { at: { x: 1208, y: 776 }, pose: 'west north' });
  run(draft, impulseLine, ['PDT-201-low.tap:signal', { x: 1208, y: 536 }, 'PDT-201:west']);
}

function decoupler(draft: SheetDraft): void {
  write(draft, 'Decoupler DN 200', { x: 1256, y: 408 });
  measure(draft, {
    tag: 'FT-105',
    sensor: 'CHWP.FT_105.PV',
    tap: { x: 1152, y: 456 },
    pose: 'south east',
    at: { x: 1248, y: 456 },
    port: 'west',
    service: 'Decoupler flow, positive from supply to return',
  });
  run(draft, supply('200-CHWS-105', 'DN 200'), ['decoupler-top', 'FT-105.tap']);
  run(draft, back('200-CHWR-105', 'DN 200'), ['FT-105.tap:out', 'decoupler-bottom']);
}

function expansion(draft: SheetDraft): void {
  place(
    draft,
    { symbol: 'vessel-vertical', name: 'V-101', x: 1264, y: 632 },
    {
      properties: { service: 'Expansion vessel', size: '1.5 m³, PN 6' },
      sensors: { level: 'CHWP.LT_101.PV' },
    },
  );
  place(
    draft,
    { symbol: 'off-page-in', name: 'Make-up in', x: 1376, y: 600 },
    { mirrored: true, tagged: false, properties: { text: 'Sheet 4', service: 'Make-up water' } },
  );
  write(draft, 'Make-up', { x: 1376, y: 576 });
  run(draft, { lineClass: 'MU', size: 'DN 25', number: '25-MU-401' }, ['Make-up in:out', 'V-101:east-1']);
  measure(draft, {
    tag: 'PT-105',
    sensor: 'CHWP.PT_105.PV',
    tap: { x: 1264, y: 720 },
    pose: 'south east',
    at: { x: 1360, y: 720 },
    port: 'west',
    service: 'System pressure at the expansion vessel',
  });
  run(draft, { lineClass: 'CHWR', size: 'DN 40', number: '40-CHWR-110' }, ['V-101:bottom', 'PT-105.tap', 'vessel']);
}

/** Draws the chillers, the primary and the secondary loop up to the risers of the air-handling units. */
export function drawChilledWater(draft: SheetDraft): void {
  chiller(draft, 1, 360);
  chiller(draft, 2, 608);
  tees(draft, {
    chws: [992, 336],
    chwr: [1072, 632],
    'decoupler-top': [1152, 104],
    'decoupler-bottom': [1152, 776],
    pumps: [1216, 104],
    joined: [1400, 104],
    vessel: [1264, 776],
    'supply-1': [1448, 296],
    'supply-2': [1448, 496],
    'return-2': [1864, 496],
    'return-3': [1864, 696],
  });
  evaporatorOutlet(draft, 1, 336);
  evaporatorOutlet(draft, 2, 584);
  secondaryInstruments(draft);
  differentialPressure(draft);
  decoupler(draft);
  expansion(draft);
  primaryPump(draft, 1, 384);
  primaryPump(draft, 2, 632);
  secondaryPump(draft, 1, 104);
  secondaryPump(draft, 2, 192);
  const main = supply('250-CHWS-100', 'DN 250');
  run(draft, main, ['chws', { x: 992, y: 104 }, 'decoupler-top', 'pumps']);
  run(draft, main, ['joined', 'TT-201.tap', { x: 1448, y: 104 }, 'FT-201.tap', 'supply-1', 'supply-2']);
  run(draft, back('250-CHWR-100', 'DN 250'), [
    'return-2',
    'return-3',
    { x: 1864, y: 776 },
    'FT-202.tap',
    'TT-202.tap',
    'vessel',
    'PDT-201-low.tap',
    'decoupler-bottom',
    { x: 1072, y: 776 },
    'chwr',
  ]);
}
