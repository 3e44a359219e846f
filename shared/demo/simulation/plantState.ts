import { demoStuckValve } from '../demoMoments';
import { demandAt, occupancyAt } from './coolingDemand';
import type { EquipmentTracks } from './equipmentTracks';
import { trackAt } from './track';
import { type Weather, weatherAt } from './weather';

/** Heat carried by 1 m³/h of water per K, in kW. */
export const kwPerFlowKelvin = 1.163;

/** Flow of one running primary and one running condenser pump, m³/h. */
const primaryPumpFlow = 116;
const condenserPumpFlow = 178;
const chilledSetPoint = 6.7;
const chillerLimitKw = 742;
/** Flow through each coil at a fully open valve, m³/h. */
const coilFlows = [96, 88, 98] as const;
/** Water warms by so much in a coil when it enters at the design temperature. */
const coilRise = 5.4;
const coilReference = 22;

/** One chiller with its pumps, at a moment. Temperatures in °C, flows in m³/h, powers in kW. */
export interface ChillerState {
  running: number;
  evaporatorFlow: number;
  condenserFlow: number;
  leaving: number;
  entering: number;
  condenserLeaving: number;
  duty: number;
  power: number;
}

/** One air-handling unit at a moment. Valve 0 to 1, fan as a part of 50 Hz. */
export interface AirState {
  demand: number;
  valve: number;
  command: number;
  supply: number;
  setPoint: number;
  returned: number;
  mixed: number;
  fan: number;
  damper: number;
}

/** Everything that is physical about the plant at a moment; moved on in place, for millions of steps. */
export interface PlantState {
  timeMs: number;
  weather: Weather;
  readonly chillers: readonly [ChillerState, ChillerState];
  readonly air: readonly [AirState, AirState, AirState];
  primarySupply: number;
  primaryReturn: number;
  secondaryFlow: number;
  secondarySupply: number;
  secondaryReturn: number;
  decouplerFlow: number;
  secondarySpeed: number;
  differentialPressure: number;
  load: number;
  towerSetPoint: number;
  towerLeaving: number;
  towerEntering: number;
  towerSpeed: number;
  bypass: number;
}

function chillerAtRest(): ChillerState {
  return {
    running: 1,
    evaporatorFlow: primaryPumpFlow,
    condenserFlow: condenserPumpFlow,
    leaving: chilledSetPoint,
    entering: 12,
    condenserLeaving: 28,
    duty: 500,
    power: 100,
  };
}

function airAtRest(): AirState {
  return {
    demand: 300,
    valve: 0.6,
    command: 0.6,
    supply: 14,
    setPoint: 14,
    returned: 23.4,
    mixed: 24,
    fan: 0.8,
    damper: 40,
  };
}

/** A plant that has been running for a while. */
export function plantAtRest(timeMs: number): PlantState {
  return {
    timeMs,
    weather: weatherAt(timeMs),
    chillers: [chillerAtRest(), chillerAtRest()],
    air: [airAtRest(), airAtRest(), airAtRest()],
    primarySupply: chilledSetPoint,
    primaryReturn: 12,
    secondaryFlow: 150,
    secondarySupply: chilledSetPoint,
    secondaryReturn: 12,
    decouplerFlow: 0,
    secondarySpeed: 0.8,
    differentialPressure: 120,
    load: 900,
    towerSetPoint: 24,
    towerLeaving: 24,
    towerEntering: 28,
    towerSpeed: 0.7,
    bypass: 0,
  };
}

/** Part of the way that something with a time constant goes in a step. */
function pace(stepMs: number, constantMs: number): number {
  return 1 - Math.exp(-stepMs / constantMs);
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}

/** What one and what both secondary pumps bring through the coils at most, m³/h. */
const secondaryLimits = { one: 118, both: 228 } as const;

/** How much of the flow that the valves would let through the pumps really bring, 0 to 1. */
function throttledBy(state: PlantState, tracks: EquipmentTracks): number {
  const asked = state.air.reduce((sum, air, index) => sum + air.valve * (coilFlows[index] ?? 0), 0);
  const limit = trackAt(tracks.secondaryPump2, state.timeMs) === 1 ? secondaryLimits.both : secondaryLimits.one;
  return Math.min(1, limit / asked);
}

function moveAir(state: PlantState, tracks: EquipmentTracks, stepMs: number): void {
  const demands = demandAt(state.timeMs, state.weather.wetBulb);
  const people = occupancyAt(state.timeMs);
  const stuck = state.timeMs >= demoStuckValve.startMs && state.timeMs < demoStuckValve.endMs;
  const warmth = (coilReference - state.secondarySupply) / (coilReference - chilledSetPoint);
  const throttled = throttledBy(state, tracks);
  let flow = 0;
  let delivered = 0;
  state.air.forEach((air, index) => {
    const fullFlow = (coilFlows[index] ?? 0) * throttled;
    const most = Math.max(1, fullFlow * kwPerFlowKelvin * coilRise * warmth);
    air.demand = demands[index] ?? 0;
    air.command += (clamp(air.demand / most, 0.08, 1.25) - air.command) * pace(stepMs, 100_000);
    const target = stuck && index === 1 ? 0.37 : Math.min(1, air.command);
    air.valve += (target - air.valve) * pace(stepMs, 15_000);
    flow += air.valve * fullFlow;
    delivered += air.valve * most;
    const missing = air.demand - air.valve * most;
    const hunting = 0.22 * Math.sin(state.timeMs / (220_000 + 37_000 * index));
    const warmed = air.setPoint + hunting + Math.max(0, missing) / (24 + 8 * index);
    air.supply += (warmed - air.supply) * pace(stepMs, 200_000);
    air.returned = 23.2 + 0.7 * people + 0.12 * (air.supply - air.setPoint);
    air.damper = 30 + 45 * people;
    air.mixed = air.returned + (air.damper / 100) * 0.6 * (state.weather.dryBulb - air.returned);
    air.fan = clamp(0.6 + 0.2 * people + 0.24 * clamp((state.weather.wetBulb - 15) / 4.1, 0, 1), 0.6, 1);
  });
  state.secondaryFlow = flow;
  const rise = delivered / (kwPerFlowKelvin * flow);
  state.secondaryReturn += (state.secondarySupply + rise - state.secondaryReturn) * pace(stepMs, 150_000);
  state.load = flow * kwPerFlowKelvin * (state.secondaryReturn - state.secondarySupply);
}

function moveChillers(state: PlantState, tracks: EquipmentTracks, stepMs: number): void {
  const [first, second] = state.chillers;
  second.running = trackAt(tracks.chiller2, state.timeMs);
  second.evaporatorFlow = primaryPumpFlow * trackAt(tracks.evaporatorFlow2, state.timeMs);
  second.condenserFlow = condenserPumpFlow * trackAt(tracks.condenserFlow2, state.timeMs);
  const loaded = [1, trackAt(tracks.chiller2Load, state.timeMs)] as const;
  state.chillers.forEach((chiller, index) => {
    const flowing = chiller.evaporatorFlow > 4;
    chiller.entering = flowing
      ? state.primaryReturn
      : chiller.entering + (16 - chiller.entering) * pace(stepMs, 5_400_000);
    const needed = chiller.evaporatorFlow * kwPerFlowKelvin * (chiller.entering - chilledSetPoint);
    chiller.duty = clamp(needed, 0, chillerLimitKw) * (loaded[index] ?? 0);
    const rest = Math.min(chiller.entering, state.secondaryReturn - 1);
    const target = flowing ? chiller.entering - chiller.duty / (chiller.evaporatorFlow * kwPerFlowKelvin) : rest;
    chiller.leaving += (target - chiller.leaving) * pace(stepMs, flowing ? 25_000 : 90_000);
    const share = chiller.duty / chillerLimitKw;
    const performance = 5.02 + 0.11 * (29.6 - state.towerLeaving) + 0.5 * (1 - share);
    chiller.power = chiller.running * Math.max(chiller.duty / performance, 12);
    const lift =
      chiller.condenserFlow > 4 ? (chiller.duty + chiller.power) / (chiller.condenserFlow * kwPerFlowKelvin) : 0;
    chiller.condenserLeaving += (state.towerLeaving + lift - chiller.condenserLeaving) * pace(stepMs, 45_000);
  });
  mixLoops(state, stepMs, first.evaporatorFlow + second.evaporatorFlow);
}

function mixLoops(state: PlantState, stepMs: number, primary: number): void {
  const [first, second] = state.chillers;
  state.primarySupply = (first.evaporatorFlow * first.leaving + second.evaporatorFlow * second.leaving) / primary;
  const spare = primary - state.secondaryFlow;
  state.decouplerFlow += (spare - state.decouplerFlow) * pace(stepMs, 22_000);
  const short = Math.max(0, -spare) / state.secondaryFlow;
  const supply = state.primarySupply * (1 - short) + state.secondaryReturn * short;
  state.secondarySupply += (supply - state.secondarySupply) * pace(stepMs, 40_000);
  const surplus = Math.max(0, spare) / primary;
  const returned = state.secondaryReturn * (1 - surplus) + state.primarySupply * surplus;
  state.primaryReturn += (returned - state.primaryReturn) * pace(stepMs, 40_000);
}

/** Cooling towers get within so many K of the wet bulb at full load and speed, and within the rest at none. */
const approachAtFullLoad = 8.3;
const approachAtNoLoad = 2;
const fullLoadKw = 840;

function moveTowers(state: PlantState, tracks: EquipmentTracks, stepMs: number): void {
  const [first, second] = state.chillers;
  const fans = 1 + trackAt(tracks.towerFan2, state.timeMs);
  const heat = first.duty + first.power + second.duty + second.power;
  const share = approachAtFullLoad * (heat / (fans * fullLoadKw));
  const { wetBulb } = state.weather;
  state.towerSetPoint = Math.max(22, Math.round((wetBulb + 4.5) * 2) / 2);
  const room = Math.max(0.5, state.towerSetPoint - wetBulb - approachAtNoLoad);
  const speed = clamp((share / room) ** (1 / 0.6), 0.3, 0.96);
  state.towerSpeed += (speed - state.towerSpeed) * pace(stepMs, 240_000);
  const cooled = wetBulb + approachAtNoLoad + share / state.towerSpeed ** 0.6;
  state.bypass = clamp((20.5 - cooled) * 0.18, 0, 0.78);
  state.towerLeaving += (Math.max(cooled, 20.5 - state.bypass) - state.towerLeaving) * pace(stepMs, 600_000);
  const flow = first.condenserFlow + second.condenserFlow;
  state.towerEntering =
    (first.condenserFlow * first.condenserLeaving + second.condenserFlow * second.condenserLeaving) / flow;
}

/** Moves the plant on to a later moment. */
export function movePlant(state: PlantState, tracks: EquipmentTracks, timeMs: number): void {
  const stepMs = timeMs - state.timeMs;
  state.timeMs = timeMs;
  state.weather = weatherAt(timeMs);
  moveAir(state, tracks, stepMs);
  moveChillers(state, tracks, stepMs);
  moveTowers(state, tracks, stepMs);
  const pumps = 1 + trackAt(tracks.secondaryPump2, timeMs);
  state.secondarySpeed = clamp(0.6 + (0.38 * state.secondaryFlow) / (113 * pumps), 0.4, 0.985);
  const open = state.air.reduce((sum, air) => sum + air.valve, 0) / state.air.length;
  state.differentialPressure = 120 - 25 * Math.max(0, open - 0.87);
}
