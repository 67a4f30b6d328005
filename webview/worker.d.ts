/** A file that the build (and Vite in tests) bundles on its own and starts as a worker from a `blob:` address. */
declare module '*?worker&inline' {
  const InlineWorker: new () => Worker;
  // eslint-disable-next-line no-restricted-syntax -- Vite decides what such an import gives.
  export default InlineWorker;
}
