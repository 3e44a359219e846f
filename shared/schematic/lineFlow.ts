/**
 * What a pipe shows of its flow. `plain`: nothing is known and nothing is claimed, drawn solid like `flow`;
 * `unknown`: what decides it is bound but has no usable value, drawn dotted.
 */
export type LineFlow = 'plain' | 'flow' | 'none' | 'reversed' | 'unknown';
