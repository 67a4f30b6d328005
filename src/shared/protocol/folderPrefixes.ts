/** How the name of the folder begins that the engine makes for a worker, and that a worker without an engine removes. */
export const JOB_FOLDER_PREFIX = 'layerwise-job-';

/** The same for the folder that a worker makes for a runner; a process id follows. */
export const RUN_FOLDER_PREFIX = 'layerwise-run-';
