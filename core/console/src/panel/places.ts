/** Where methods' panels stand on a page; nothing as long as the console has no host for them. */
import { defineAsyncComponent, defineComponent, type Component } from 'vue';

const found = Object.values(import.meta.glob<{ default: Component }>('./PanelPlaces.vue'))[0];
export const PanelPlaces = found
  ? defineAsyncComponent(async () => (await found()).default)
  : defineComponent({ props: ['place', 'method', 'record', 'id'], render: () => null });
