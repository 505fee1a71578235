/**
 * The kit of methods' panels, `/panel/1.js`: a panel imports this and nothing else. Its types are sdk/panel/panel.d.ts, its
 * guide sdk/guide/panels.md. What is exported here stays as it is; a change that breaks panels is `/panel/2.js`.
 */
export { css, html, nothing, svg } from 'lit';
export { classMap } from 'lit/directives/class-map.js';
export { live } from 'lit/directives/live.js';
export { repeat } from 'lit/directives/repeat.js';
export { Problem } from '../api/problem';
export { bars } from './bars';
export { define, Panel } from './panel';
export { radar } from './radar';
export { sheet } from './sheet';
export { wheel } from './wheel';
