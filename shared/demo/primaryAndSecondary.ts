import { drawChilledWater } from './chilledWater';
import { drawCondenserWater } from './condenserWater';
import { draftSheet, impulseLine, place, run, type SheetDraft, write } from './sheetDraft';

const levels = [1, 2, 3] as const;
type Level = (typeof levels)[number];

/** The air-handling unit of one level with its valve; y is that of its air stream. */
function airHandlingUnit(draft: SheetDraft, level: Level, y: number): void {
  const [unit, valve, sensor] = [`AHU-${level}`, `TV-4${level}1`, `TT-4${level}3`];
  place(
    draft,
    { symbol: 'ahu', name: unit, x: 1624, y },
    {
      properties: { service: `Air-handling unit, level ${level}` },
      sensors: {
        state: `AHU_SF_STA_${level}`,
        speed: `AHU_SF_SPD_${level}`,
        power: `AHU_SF_POW_${level}`,
        value: `AHU_SA_TEMP_${level}`,
        'set-point': `AHU_SA_TEMPSPT_${level}`,
      },
    },
  );
  place(
    draft,
    { symbol: 'bubble-field', name: sensor, x: 1776, y: y - 64 },
    {
      properties: { service: `Supply air of ${unit}` },
      sensors: { value: `AHU_SA_TEMP_${level}`, 'set-point': `AHU_SA_TEMPSPT_${level}` },
    },
  );
  run(draft, impulseLine, [`${unit}:air-out`, { x: 1776, y }, `${sensor}:south`]);
  place(
    draft,
    { symbol: 'valve-control', name: valve, x: 1768, y: y + 80 },
    {
      label: 'right',
      properties: { service: `Cooling coil of ${unit}`, size: 'DN 80', failPosition: 'Closed (FC)' },
      sensors: { position: `AHU_CHWC_VLV_${level}`, command: `AHU_CHWC_VLV_CTRL_${level}` },
    },
  );
  waterOf(draft, level, y + 80);
}

function waterOf(draft: SheetDraft, level: Level, y: number): void {
  const supply = { lineClass: 'CHWS', size: 'DN 80', number: `80-CHWS-4${level}1` };
  const back = { lineClass: 'CHWR', size: 'DN 80', number: `80-CHWR-4${level}1` };
  const start = level === 3 ? ['supply-2', { x: 1448, y }] : [`supply-${level}`];
  run(draft, supply, [...start, { x: 1616, y }, `AHU-${level}:water-in`]);
  const out = [`AHU-${level}:water-out`, { x: 1632, y }, `TV-4${level}1`];
  run(draft, back, level === 1 ? [...out, { x: 1864, y }, 'return-2'] : [...out, `return-${level}`]);
}

/** Figures of the whole plant, where the drawing has room for them. */
function plantFigures(draft: SheetDraft): void {
  const figures = [
    ['Cooling load', 'JT-200', 'CWL_SEC_LOAD', 40],
    ['Plant power', 'JT-100', 'CHWP.JT_100.PV', 96],
    ['Outside wet bulb', 'TT-902', 'OA_TEMP_WB', 152],
  ] as const;
  for (const [text, tag, sensor, y] of figures) {
    write(draft, text, { x: 736, y });
    place(
      draft,
      { symbol: 'bubble-field', name: tag, x: 864, y },
      { properties: { service: text }, sensors: { value: sensor } },
    );
  }
}

/** Sheet 2: condenser water, chillers, primary and secondary loop, and the three air-handling units. */
export function drawPrimaryAndSecondary(): SheetDraft {
  const draft = draftSheet('sheet-2');
  drawCondenserWaterAndChillers(draft);
  levels.forEach((level, index) => airHandlingUnit(draft, level, 216 + 200 * index));
  plantFigures(draft);
  return draft;
}

// The chillers first: the condenser side ends at them.
function drawCondenserWaterAndChillers(draft: SheetDraft): void {
  drawChilledWater(draft);
  drawCondenserWater(draft);
}
