import type { Problem } from '../../shared/report/problem';
import type { OnnxModel } from '../openModel';
import { ProblemList } from '../problemList';
import { WireCursor } from '../wire/wireCursor';
import { checkConnections } from './checkConnections';
import { checkFunctions } from './checkFunctions';
import { checkInterface } from './checkInterface';
import { checkNames } from './checkNames';
import { checkOperators } from './checkOperators';
import { checkParameters } from './checkParameters';
import { checkStorage } from './checkStorage';

/** Names of larger graphs are not looked for doubles: an answer within seconds is worth more, and no runtime loads such a graph in minutes. */
const MOST_NAMED_NODES = 300_000;
const NAMES_UNCHECKED = `The model has more than ${MOST_NAMED_NODES.toLocaleString('en-US')} nodes; whether names occur twice was not checked.`;

/** What is wrong with a model as a graph, beyond what its reading found: names, connections, operators, functions, interface, storage. */
export async function checkGraph(model: OnnxModel): Promise<readonly Problem[]> {
  const { graph, index, source } = model;
  const problems = new ProblemList();
  if (graph.nodes.count <= MOST_NAMED_NODES) checkNames(graph, problems);
  else problems.add({ severity: 'info', reason: 'too-many', message: NAMES_UNCHECKED });
  checkConnections(graph, problems);
  checkOperators(graph, new WireCursor(source), index, problems);
  checkParameters(graph, model.reader, problems);
  checkFunctions(graph, problems);
  checkInterface(graph, problems);
  await checkStorage(model, problems);
  return problems.list();
}
