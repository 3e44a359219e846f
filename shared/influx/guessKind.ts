/** Words that end the names of sensors which tell one of few states. */
const stateEnding =
  /(^|[^a-z])(status|state|sts|run(ning)?|on|off|open(ed)?|closed?|alarm|alm|fault|flt|trip(ped)?|enabled?|mode|cmd|xs|zs[oc]?|hs)\d*$/i;

/** Whether a name reads like that of a sensor with a few states, or of one that measures. */
export function guessKind(name: string): 'analog' | 'state' {
  return stateEnding.test(name.replace(/([a-z])([A-Z])/g, '$1_$2')) ? 'state' : 'analog';
}
