import { LayerwiseError } from '../shared/report/layerwiseError';
import type { Pass } from './pass';
import { pruneChannels } from './prune/pruneChannels';
import { dequantize } from './quantize/dequantize';
import { float16 } from './quantize/float16';
