import { draftSheet, type LineDraft, place, run, type SheetDraft, tees, write } from './sheetDraft';

/** One consumer below a bus bar. */
interface Feeder {
  readonly consumer: string;
  readonly service: string;
  readonly power: string;
  readonly state: string;
  /** Without one the motor is started direct on line. */
  readonly speed?: string;
}

const cable = (number: string): LineDraft => ({ lineClass: 'LV', size: '', number });

function feeder(consumer: string, service: string, sensors: Omit<Feeder, 'consumer' | 'service'>): Feeder {
  return { consumer, service, ...sensors };
}

const generation: readonly Feeder[] = [
  ...([1, 2] as const).map((unit) =>
    feeder(`CH-${unit}`, `Chiller ${unit}`, {
      power: `CHL_POW_${unit}`,
      state: `CHL_STA_${unit}`,
      speed: `CHL_COMP_SPD_CTRL_${unit}`,
    }),
  ),
  ...([1, 2] as const).map((unit) =>
    feeder(`P-10${unit}`, `Primary pump ${unit}`, {
      power: `CWL_PRI_PM_POW_${unit}`,
      state: `CHWP.P_10${unit}.STA`,
    }),
  ),
  ...([1, 2] as const).map((unit) =>
    feeder(`P-30${unit}`, `Condenser pump ${unit}`, {
      power: `CDWL_PM_POW_${unit}`,
      state: `CHWP.P_30${unit}.STA`,
      speed: `CHWP.P_30${unit}.SPD.PV`,
    }),
  ),
];

const distribution: readonly Feeder[] = [
  ...([1, 2] as const).map((unit) =>
    feeder(`P-20${unit}`, `Secondary pump ${unit}`, {
      power: `CWL_SEC_PM_POW_${unit}`,
      state: `CWL_SEC_PM_STA_${unit}`,
      speed: `CWL_SEC_PM_SPD_${unit}`,
    }),
  ),
  ...([1, 2] as const).map((unit) =>
    feeder(`CT-${unit}`, `Tower fan ${unit}`, {
      power: `CT_POW_${unit}`,
      state: `CT_STA_${unit}`,
      speed: `CT_FAN_SPD_${unit}`,
    }),
  ),
  ...([1, 2, 3] as const).map((level) =>
    feeder(`AHU-${level}`, `Supply fan ${level}`, {
      power: `AHU_SF_POW_${level}`,
      state: `AHU_SF_STA_${level}`,
      speed: `AHU_SF_SPD_${level}`,
    }),
  ),
];

function drawFeeder(draft: SheetDraft, what: Feeder, at: { readonly x: number; readonly busY: number }): void {
  const { consumer, service, power, state, speed } = what;
  const { x, busY } = at;
  const [meter, drive, motor] = [`EM-${consumer}`, `VFD-${consumer}`, `M-${consumer}`];
  place(
    draft,
    { symbol: 'power-meter', name: meter, x, y: busY + 88 },
    { properties: { service }, sensors: { value: power } },
  );
  place(
    draft,
    { symbol: 'motor', name: motor, x, y: busY + 272 },
    { properties: { service }, sensors: { state, power } },
  );
  const stops = [`bus-${consumer}`, `${meter}:north>south`];
  if (speed !== undefined) {
    place(
      draft,
      { symbol: 'vfd', name: drive, x, y: busY + 184 },
      { properties: { service }, sensors: { state, speed } },
    );
    stops.push(`${drive}:power-in>power-out`);
  }
  run(draft, cable(''), [...stops, `${motor}:power`]);
  write(draft, service, { x: x + 64, y: busY + 24 });
}

function drawBus(
  draft: SheetDraft,
  feeders: readonly Feeder[],
  bus: { readonly name: string; readonly y: number },
): void {
  const places = feeders.map(({ consumer }, index) => [`bus-${consumer}`, [368 + 160 * index, bus.y]] as const);
  tees(draft, Object.fromEntries(places));
  run(draft, cable(bus.name), ['incomer', { x: 272, y: bus.y }, ...places.map(([name]) => name)]);
  write(draft, bus.name, { x: 320, y: bus.y - 16 });
  feeders.forEach((feeder, index) => drawFeeder(draft, feeder, { x: 368 + 160 * index, busY: bus.y }));
}

/** Sheet 3: who takes how much power, in two bus bars. */
export function drawElectrical(): SheetDraft {
  const draft = draftSheet('sheet-3');
  place(
    draft,
    { symbol: 'off-page-in', name: 'Transformer', x: 80, y: 280 },
    { tagged: false, properties: { text: 'From TR-1', service: 'Transformer 1, 400 V' } },
  );
  place(
    draft,
    { symbol: 'power-meter', name: 'EM-100', x: 184, y: 280 },
    { properties: { service: 'Chilled-water plant, incomer' }, sensors: { value: 'CHWP.JT_100.PV' } },
  );
  tees(draft, { incomer: [272, 280] });
  run(draft, cable(''), ['Transformer:out', 'EM-100:west>east', 'incomer']);
  drawBus(draft, generation, { name: 'MCC-1', y: 80 });
  drawBus(draft, distribution, { name: 'MCC-2', y: 480 });
  return draft;
}
