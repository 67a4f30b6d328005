const esbuild = require('esbuild');
const path = require('node:path');

/**
 * `import Worker from './file?worker&inline'`: the file bundled on its own, started from a `blob:` address, which is all that a page's policy allows. `metafiles`: gets what was
 * bundled into each worker.
 * @param {import('esbuild').BuildOptions} options
 * @param {(import('esbuild').Metafile | undefined)[]} [metafiles]
 * @returns {import('esbuild').Plugin}
 */
exports.inlineWorkers = (options, metafiles = []) => ({
  name: 'inline-workers',
  setup(build) {
    build.onResolve({ filter: /\?worker&inline$/ }, ({ path: name, resolveDir }) => ({
      path: path.join(resolveDir, name.replace(/\?.*$/, '.ts')),
      namespace: 'worker',
    }));
    build.onLoad({ filter: /.*/, namespace: 'worker' }, async ({ path: file }) => {
      const built = await esbuild.build({
        ...options,
        bundle: true,
        format: 'iife',
        sourcemap: false,
        entryPoints: [file],
        write: false,
        metafile: true,
      });
      metafiles.push(built.metafile);
      const code = JSON.stringify(built.outputFiles[0]?.text ?? '');
      const watchFiles = Object.keys(built.metafile.inputs).map(input => path.resolve(input));
      const start = `new Worker(URL.createObjectURL(new Blob([${code}], { type: 'text/javascript' })))`;
      return { contents: `export default function () { return ${start}; }`, watchFiles };
    });
  },
});
