/** Stands in for the kit of methods' panels; see sdk/guide/panels.md. */
export { LitElement, css, html, nothing, svg } from 'lit';
