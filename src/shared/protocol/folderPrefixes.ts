/** How the name of the folder begins that the engine makes for a worker, and that a worker without an engine removes; the engine's process id follows. */
export const JOB_FOLDER_PREFIX = 'layerwise-job-';

/** The same for the folder that a worker makes for a runner. */
export const RUN_FOLDER_PREFIX = 'layerwise-run-';
