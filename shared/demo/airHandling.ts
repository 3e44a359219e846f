import {
  draftSheet,
  impulseLine,
  type LineDraft,
  measure,
  place,
  run,
  type SheetDraft,
  tap,
  tees,
  write,
} from './sheetDraft';

type Level = 1 | 2 | 3;

const duct = (lineClass: 'SA' | 'RA', level: Level): LineDraft => ({
  lineClass,
  size: '',
  number: lineClass === 'SA' ? `SA-4${level}0` : '',
});

/** Where air and water come from and go to. */
function neighbours(level: Level): readonly {
  readonly name: string;
  readonly symbol: 'off-page' | 'off-page-in';
  readonly x: number;
  readonly dy: number;
  readonly text: string;
}[] {
  return [
    { name: 'Outside air', symbol: 'off-page-in', x: 80, dy: 0, text: 'Outside' },
    { name: 'Return air', symbol: 'off-page-in', x: 80, dy: -96, text: `Level ${level}` },
    { name: 'Rooms', symbol: 'off-page', x: 1000, dy: 0, text: `Level ${level}` },
    { name: 'Water in', symbol: 'off-page-in', x: 776, dy: 88, text: 'Sheet 2' },
    { name: 'Water out', symbol: 'off-page', x: 480, dy: 88, text: 'Sheet 2' },
  ];
}

function equipment(draft: SheetDraft, level: Level, y: number): void {
  const tag = `4${level}1`;
  for (const { name, symbol, x, dy, text } of neighbours(level)) {
    const options = { tagged: false, mirrored: dy === 88, properties: { text } };
    place(draft, { symbol, name: `${name} ${level}`, x, y: y + dy }, options);
  }
  place(
    draft,
    { symbol: 'damper-motor', name: `D-${tag}`, x: 192, y },
    { properties: { service: 'Outside-air damper' }, sensors: { position: `AHU_OA_DMPR_${level}` } },
  );
  place(
    draft,
    { symbol: 'air-filter', name: `FL-${tag}`, x: 480, y },
    { properties: { service: 'Bag filter, ePM1 60 %' } },
  );
  place(
    draft,
    { symbol: 'coil-cooling', name: `CC-${tag}`, x: 624, y },
    { label: 'above', properties: { service: 'Cooling coil' } },
  );
  place(
    draft,
    { symbol: 'fan', name: `FN-${tag}`, x: 744, y },
    {
      label: 'above',
      properties: { service: 'Supply fan' },
      sensors: { state: `AHU_SF_STA_${level}`, speed: `AHU_SF_SPD_${level}`, power: `AHU_SF_POW_${level}` },
    },
  );
}

function instruments(draft: SheetDraft, level: Level, y: number): void {
  measure(draft, {
    tag: `TT-4${level}4`,
    sensor: `AHU_RA_TEMP_${level}`,
    tap: { x: 208, y: y - 96 },
    pose: 'east north',
    at: { x: 208, y: y - 152 },
    port: 'south',
    service: `Return air of AHU-${level}`,
  });
  measure(draft, {
    tag: `TT-4${level}2`,
    sensor: `AHU_MA_TEMP_${level}`,
    tap: { x: 344, y },
    pose: 'east north',
    at: { x: 344, y: y - 80 },
    port: 'south',
    service: `Mixed air of AHU-${level}`,
  });
  measure(draft, {
    tag: `PDT-4${level}1`,
    sensor: `AHU_FLT_DP_${level}`,
    tap: { x: 432, y },
    pose: 'east north',
    at: { x: 480, y: y - 80 },
    port: 'west',
    route: [{ x: 432, y: y - 80 }],
    service: `Filter of AHU-${level}`,
  });
  tap(draft, `PDT-4${level}1-low`, { at: { x: 528, y }, pose: 'east north' });
  run(draft, impulseLine, [`PDT-4${level}1-low.tap:signal`, { x: 528, y: y - 80 }, `PDT-4${level}1:east`]);
  tap(draft, `TIC-4${level}3`, { at: { x: 872, y }, pose: 'east north' });
  place(
    draft,
    { symbol: 'bubble-shared', name: `TIC-4${level}3`, x: 872, y: y - 80 },
    {
      properties: { service: `Supply air of AHU-${level}` },
      sensors: { value: `AHU_SA_TEMP_${level}`, 'set-point': `AHU_SA_TEMPSPT_${level}` },
    },
  );
  run(draft, impulseLine, [`TIC-4${level}3.tap:signal`, `TIC-4${level}3:south`]);
}

function drawLevel(draft: SheetDraft, level: Level, y: number): void {
  equipment(draft, level, y);
  instruments(draft, level, y);
  tees(draft, { [`mix-${level}`]: [272, y] });
  const supply = { lineClass: 'CHWS', size: 'DN 80', number: `80-CHWS-4${level}1` };
  const back = { lineClass: 'CHWR', size: 'DN 80', number: `80-CHWR-4${level}1` };
  const [outdoor, mixed] = [`D-4${level}1`, `mix-${level}`];
  run(draft, duct('SA', level), [
    `Outside air ${level}:out`,
    outdoor,
    mixed,
    `TT-4${level}2.tap`,
    `PDT-4${level}1.tap`,
    `FL-4${level}1`,
    `PDT-4${level}1-low.tap`,
    `CC-4${level}1`,
    `FN-4${level}1`,
    `TIC-4${level}3.tap`,
    `Rooms ${level}:in`,
  ]);
  run(draft, duct('RA', level), [`Return air ${level}:out`, `TT-4${level}4.tap`, { x: 272, y: y - 96 }, mixed]);
  run(draft, supply, [`Water in ${level}:out`, { x: 632, y: y + 88 }, `CC-4${level}1:water-in`]);
  run(draft, back, [`CC-4${level}1:water-out`, { x: 616, y: y + 88 }, `Water out ${level}:in`]);
  write(draft, `AHU-${level}, level ${level}`, { x: 80, y: y - 144 });
}

/** Sheet 5: the three air-handling units in detail, and the weather. */
export function drawAirHandling(): SheetDraft {
  const draft = draftSheet('sheet-5');
  drawLevel(draft, 1, 208);
  drawLevel(draft, 2, 504);
  drawLevel(draft, 3, 800);
  write(draft, 'Outside air', { x: 1144, y: 72 });
  const weather = [
    ['TT-901', 'OA_TEMP', 'Outside air, dry bulb', 120],
    ['MT-901', 'OA_RH', 'Outside air, relative humidity', 176],
  ] as const;
  for (const [tag, name, service, y] of weather) {
    place(
      draft,
      { symbol: 'bubble-field', name: tag, x: 1144, y },
      { properties: { service }, sensors: { value: name } },
    );
  }
  return draft;
}
