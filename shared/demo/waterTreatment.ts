import { draftSheet, type LineDraft, measure, place, run, type SheetDraft, write } from './sheetDraft';

const pipe = (number: string): LineDraft => ({ lineClass: 'MU', size: 'DN 25', number });

function equipment(draft: SheetDraft): void {
  place(
    draft,
    { symbol: 'off-page-in', name: 'Town water', x: 96, y: 112 },
    { tagged: false, properties: { text: 'Town water' } },
  );
  place(draft, { symbol: 'valve-ball', name: 'HV-401', x: 200, y: 112 }, { properties: { size: 'DN 25' } });
  place(
    draft,
    { symbol: 'filter', name: 'FL-401', x: 288, y: 112 },
    { properties: { service: 'Back-flushing filter' } },
  );
  place(
    draft,
    { symbol: 'valve-pressure-reducing', name: 'PCV-401', x: 376, y: 112 },
    { properties: { service: 'Pressure reducer, 300 kPa' } },
  );
  place(draft, { symbol: 'ion-exchanger', name: 'IX-401', x: 480, y: 216 }, { properties: { service: 'Softener' } });
  place(draft, { symbol: 'drain-funnel', name: 'Drain', x: 576, y: 272 }, { tagged: false });
  place(
    draft,
    { symbol: 'tank-conical-roof', name: 'T-401', x: 744, y: 360 },
    { properties: { service: 'Break tank, 2 m³' }, sensors: { level: 'CHWP.LT_401.PV' } },
  );
  place(
    draft,
    { symbol: 'pump-centrifugal', name: 'P-401', x: 880, y: 400 },
    { properties: { service: 'Make-up pump' }, sensors: { state: 'CHWP.P_401.STA' } },
  );
  place(draft, { symbol: 'valve-check', name: 'NRV-401', x: 968, y: 400 }, { properties: { size: 'DN 25' } });
  place(
    draft,
    { symbol: 'off-page', name: 'Make-up out', x: 1176, y: 400 },
    { tagged: false, properties: { text: 'To sheet 2', service: 'Make-up to V-101' } },
  );
}

/** Sheet 4: how the make-up water of the closed loops is softened and kept ready. */
export function drawWaterTreatment(): SheetDraft {
  const draft = draftSheet('sheet-4');
  equipment(draft);
  measure(draft, {
    tag: 'AT-401',
    sensor: 'CHWP.AT_401.PV',
    tap: { x: 592, y: 336 },
    pose: 'east south',
    at: { x: 592, y: 400 },
    port: 'north',
    service: 'Conductivity after the softener',
  });
  measure(draft, {
    tag: 'FT-401',
    sensor: 'CHWP.MW_401.PV',
    tap: { x: 1064, y: 400 },
    pose: 'east north',
    at: { x: 1064, y: 328 },
    port: 'south',
    service: 'Make-up water flow',
  });
  run(draft, pipe('25-MU-400'), ['Town water:out', 'HV-401', 'FL-401', 'PCV-401', { x: 480, y: 112 }, 'IX-401:feed']);
  run(draft, pipe('25-MU-402'), ['IX-401:product', { x: 480, y: 336 }, 'AT-401.tap', 'T-401:fill']);
  run(draft, pipe('25-MU-403'), ['IX-401:waste', { x: 576, y: 248 }, 'Drain:in']);
  run(draft, pipe('25-MU-401'), ['T-401:outlet', 'P-401', 'NRV-401', 'FT-401.tap', 'Make-up out:in']);
  write(draft, 'Softener', { x: 408, y: 216 });
  return draft;
}
