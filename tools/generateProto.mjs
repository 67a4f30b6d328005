// Writes the protobuf messages of src/onnx/generated from onnx-ml.proto: node tools/generateProto.mjs [onnx-ml.proto]
// The schema is a copy of onnx/onnx-ml.proto in the Python package `onnx` 1.23.2 (Apache-2.0); a path to a newer one replaces the copy.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { root } from './packages.mjs';

const folder = path.join(root, 'src', 'onnx', 'generated');
const schema = path.join(folder, 'onnx-ml.proto');
const output = path.join(folder, 'onnx.js');
const newer = process.argv[2];
if (newer) fs.copyFileSync(newer, schema);

const kept = ['--no-create', '--no-verify', '--no-convert', '--no-delimited', '--no-typeurl', '--no-service'];
const pbjs = path.join(root, 'node_modules', 'protobufjs-cli', 'bin', 'pbjs');
const module = ['-t', 'static-module', '-w', 'esm', '--dependency', 'protobufjs/minimal.js', '--dts', '-o', output];
execFileSync(process.execPath, [pbjs, ...module, ...kept, schema], { stdio: 'inherit' });
