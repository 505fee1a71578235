import vue from '@vitejs/plugin-vue';
import { compression } from 'vite-plugin-compression2';
import { defineConfig } from 'vitest/config';

// The host that `npm run dev` asks: LIUFA_HOST=http://127.0.0.1:8600.
const host = process.env.LIUFA_HOST ?? 'http://127.0.0.1:8600';

export default defineConfig({
  plugins: [
    vue({ template: { compilerOptions: { isCustomElement: (tag) => tag.startsWith('liufa-') } } }),
    {
      // The name of the kit that methods' panels import is the same while developing.
      name: 'panel-kit',
      configureServer: (server) => {
        server.middlewares.use((request, _answer, next) => {
          if (request.url === '/panel/1.js') request.url = '/src/panel/kit.ts';
          next();
        });
      },
    },
    // The host sends these as they are, so that nothing is compressed while somebody waits.
    compression({ algorithm: 'gzip', include: /\.(js|css|html|svg)$/ }),
    compression({ algorithm: 'brotliCompress', include: /\.(js|css|html|svg)$/ }),
  ],
  build: {
    outDir: process.env.LIUFA_CONSOLE_OUT ?? '../../build/share/liufa/console',
    emptyOutDir: true,
    target: 'es2022',
    // The Content-Security-Policy allows no data: addresses for scripts, styles and fonts.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rollupOptions: {
      input: { index: 'index.html', panel: 'src/panel/kit.ts' },
      // Methods' panels import the kit by a name that stays the same.
      preserveEntrySignatures: 'exports-only',
      output: {
        entryFileNames: (chunk) => (chunk.name === 'panel' ? 'panel/1.js' : 'assets/[name]-[hash].js'),
      },
    },
  },
  // The methods' panels, which a test loads, lie beside the console.
  server: { proxy: { '/api': host }, fs: { allow: ['../..'] } },
  test: {
    environment: 'happy-dom',
    include: ['src/**/*.test.ts'],
    // A test loads the methods' panels as the browser does.
    alias: { '/panel/1.js': new URL('./src/panel/kit.ts', import.meta.url).pathname },
  },
});
