import * as protocol from '../../shared/protocol/hostEngine';
import type { Link } from '../../shared/protocol/link';
import type { EngineParts } from '../engine';
import { dataLocations } from './dataLocations';
import { missingDataFile, placeDataFile } from './missingData';

/** Tells where a model looks for its data files, and puts them there. */
export function handleDataFiles(host: Link, { models }: Pick<EngineParts, 'models'>): void {
  host.handle(protocol.dataLocations, async request => dataLocations((await models.of(request)).file));
  host.handle(protocol.missingDataFile, async request => missingDataFile(await models.of(request)));
  host.handle(protocol.placeDataFile, async request => placeDataFile(await models.of(request), request.location, request.source));
}
