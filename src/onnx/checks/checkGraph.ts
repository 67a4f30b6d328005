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

/** What is wrong with a model as a graph, beyond what its reading found: names, connections, operators, functions, interface, storage. */
export async function checkGraph(model: OnnxModel): Promise<readonly Problem[]> {
  const { graph, index, source } = model;
  const problems = new ProblemList();
  checkNames(graph, problems);
  checkConnections(graph, problems);
  checkOperators(graph, new WireCursor(source), index, problems);
  checkParameters(graph, model.reader, problems);
  checkFunctions(graph, index.overloads, problems);
  checkInterface(graph, problems);
  await checkStorage(model, problems);
  return problems.list();
}
